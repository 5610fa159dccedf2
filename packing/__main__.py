"""`python -m packing` is the command `packing`."""

from packing.cli import main

if __name__ == "__main__":
    main()
