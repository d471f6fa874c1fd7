"""``python -m keikaku``: the command line."""

from keikaku.cli import main

if __name__ == "__main__":
    main()
