"""The importable ``logger``: entries belong to the run that logs them, wherever in its code that is."""

from typing import Any, Dict, Optional

from motia._ambient import host_logger

Fields = Optional[Dict[str, Any]]


class AmbientLogger:
    """Outside a Motia process (a plain unit test of a handler) entries go nowhere."""

    def debug(self, message: object, fields: Fields = None, **more: Any) -> None:
        self._pass("debug", message, fields, more)

    def info(self, message: object, fields: Fields = None, **more: Any) -> None:
        self._pass("info", message, fields, more)

    def warn(self, message: object, fields: Fields = None, **more: Any) -> None:
        self._pass("warn", message, fields, more)

    warning = warn

    def error(self, message: object, fields: Fields = None, **more: Any) -> None:
        self._pass("error", message, fields, more)

    @staticmethod
    def _pass(level: str, message: object, fields: Fields, more: Dict[str, Any]) -> None:
        logger = host_logger()
        if logger is not None:
            getattr(logger, level)(message, fields, **more)


logger = AmbientLogger()
