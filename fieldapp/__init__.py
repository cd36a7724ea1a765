"""The program's core: no Qt, no sockets."""

VERSION = "0.1.0"
