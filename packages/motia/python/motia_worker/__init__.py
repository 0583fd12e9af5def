"""The Python worker of Motia: ``python3 -m motia_worker``, started by the app, speaks docs/protocol.md."""
