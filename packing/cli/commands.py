"""Every command of `packing`, and how one is run: what it answers, and what it exits with."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Sequence

from cyclopts import App, CycloptsError

from packing.cli import FRONT
from packing.cli.atlas import atlas
from packing.cli.bounds import bounds
from packing.cli.compare import compare
from packing.cli.completion import completion
from packing.cli.doctor import doctor, version_text
from packing.cli.energy import energy
from packing.cli.figure import figure
from packing.cli.front import PAGE
from packing.cli.maxsize import maxsize
from packing.cli.moments import moments
from packing.cli.output import console_for_help
from packing.cli.overlaps import overlaps
from packing.cli.pairs import pairs
from packing.cli.partition import partition
from packing.cli.predicates import predicates
from packing.cli.references import references
from packing.cli.search import search
from packing.cli.sparsity import with_density
from packing.cli.streams import UnwrittenError, prepare_streams, say_error, silence, write
from packing.cli.study import study
from packing.cli.sweep import sweep
from packing.cli.table import table
from packing.cli.train import train
from packing.cli.verify import verify
from packing.doors import shown
from packing.errors import InputError

BAD_INPUT = 2
INTERRUPTED = 130

app = App(
    name="packing",
    help="Packings of vectors and their interference: bounds, searches, optimal partitions, trained toy models.",
    version=version_text,
    help_format="plaintext",
    suppress_keyboard_interrupt=False,  # `run` says what was kept
)
for _command in (
    study,
    bounds,
    maxsize,
    energy,
    search,
    sweep,
    atlas,
    predicates,
    compare,
    partition,
    pairs,
    moments,
    overlaps,
    verify,
    train,
    table,
    figure,
    references,
    doctor,
    completion,
):
    app.command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `packing` and exit with its code."""
    prepare_streams()
    if not sys.warnoptions:  # what Python and libraries warn of is for who writes programs; -W asks for it
        warnings.simplefilter("ignore")
        logging.getLogger("matplotlib").setLevel(logging.ERROR)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; without one the three jobs are shown."""
    try:
        if sys.stdout is None:
            raise UnwrittenError("it is closed")
        if arguments is not None and list(arguments) in FRONT:
            write(PAGE.rstrip("\n"))
            return 0
        code = app(
            with_density(app, list(sys.argv[1:] if arguments is None else arguments)),
            console=console_for_help(),
            print_error=False,
            exit_on_error=False,
            help_on_error=False,
            result_action="return_value",
        )
        sys.stdout.flush()
    except (InputError, CycloptsError) as mistake:
        say_error(str(mistake))
        return BAD_INPUT
    except KeyboardInterrupt:
        say_error("interrupted: what was found until now is saved where a file was named")
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as in `packing ... | head`
        silence(sys.stdout)
        return 0
    except OSError as problem:  # a full disk under standard output, or a file that the system takes away
        silence(sys.stdout)
        say_error(f"the system refuses: {problem}; free the disk, or name another place")
        return BAD_INPUT
    except MemoryError:
        say_error("this needs more memory than there is: ask for less")
        return BAD_INPUT
    return code if isinstance(code, int) else 0


__dir__ = shown(__name__)
