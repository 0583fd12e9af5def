"""What a project's tests import: ``from motia.testing import run_step``. Works under unittest and pytest, without a plugin."""

from motia.testing._lone_run import StepRun
from motia.testing._run_step import run_step

__all__ = ["StepRun", "run_step"]
