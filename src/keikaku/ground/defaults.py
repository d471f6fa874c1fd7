"""What holds where a publisher says nothing else; it loads nothing, since every command's help names it."""

DEFAULT_BASE = "https://w3id.org/keikaku/id/"
"""Where data lives."""
TITLE_JA = "自治体の計画 リンクトオープンデータ"
"""Name of a site in Japanese."""
TITLE_EN = "Municipal plans as linked open data"
"""Name of a site in English."""
