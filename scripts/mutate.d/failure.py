"""What ends the program: one message, one exit code."""


class Failure(Exception):
    """code: 2 usage, 5 something is missing here"""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
