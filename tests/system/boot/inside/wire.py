"""Runs inside the box: a wire from its loopback to the harness outside. Stands alone.

    wire.py PORT HOST HOST_PORT

The back office of a test speaks plain HTTP, which a box accepts from its own machine only; what is behind the wire
is as far away as the emulated network.
"""

import selectors
import socket
import sys
import threading

CONNECT_LIMIT_S = 10.0


def carry(near: socket.socket, far_address: tuple[str, int]) -> None:
    """Both directions of one connection, until either ends."""
    with near, socket.socket() as far:
        far.settimeout(CONNECT_LIMIT_S)
        try:
            far.connect(far_address)
        except OSError:
            return
        far.settimeout(None)
        other = {near: far, far: near}
        with selectors.DefaultSelector() as ready:
            for side in other:
                ready.register(side, selectors.EVENT_READ)
            while True:
                for key, _ in ready.select():
                    try:
                        data = key.fileobj.recv(65536)
                        if not data:
                            return
                        other[key.fileobj].sendall(data)
                    except OSError:
                        return


def main(port: int, host: str, far_port: int) -> None:
    """Take connections for ever."""
    with socket.create_server(("127.0.0.1", port)) as door:
        print("wired", flush=True)
        while True:
            near, _ = door.accept()
            threading.Thread(target=carry, args=(near, (host, far_port)), name="wire", daemon=True).start()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
