"""`packing completion`"""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from packing.cli.options import Json
from packing.cli.output import show
from packing.cli.streams import write


def completion(
    shell: Annotated[Literal["bash", "zsh", "fish"], Parameter(help="Whose script: bash, zsh or fish.")] = "bash",
    /,
    *,
    json: Json = False,
) -> int:
    """A script that completes commands and options; put it where your shell looks for such.

    Example: packing completion bash > ~/.local/share/bash-completion/completions/packing
    """
    from packing.cli.commands import app

    script = app.generate_completion(shell=shell)
    if json:
        show({"shell": shell, "script": script}, script, as_json=True)
    else:
        write(script)
    return 0
