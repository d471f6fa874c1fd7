"""The number formats that a workbook names by number alone, as Japanese Excel prints them (ECMA-376, part 1, 18.8.30).

What such a number means depends on the country of the program: 14 is 2024/6/3 in Japan and 6/3/2024 in America,
and 27 to 36 and 50 to 58 are dates of East Asia, which libraries from elsewhere know as no formats at all.
"""

from __future__ import annotations

_ERA, _LONG_ERA = "[$-411]ge.m.d", '[$-411]ggge"年"m"月"d"日"'
_MONTH, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"'

JAPANESE = {
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;[Red]¥-#,##0.00",
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    27: _ERA,
    28: _LONG_ERA,
    29: _LONG_ERA,
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    34: _MONTH,
    35: _DAY,
    36: _ERA,
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    50: _ERA,
    51: _LONG_ERA,
    52: _MONTH,
    53: _DAY,
    54: _LONG_ERA,
    55: _MONTH,
    56: _DAY,
    57: _ERA,
    58: _LONG_ERA,
}
"""Number of a format: its code. Formats that are the same everywhere are left out."""

ONLY_JAPANESE = frozenset({*range(27, 37), *range(50, 59)})
"""Those that are no formats elsewhere."""
