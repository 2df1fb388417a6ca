"""A visitor: one browser tab as the server sees it, without the browser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

PAGE_PATIENCE, TURN_PATIENCE = 30, 6  # seconds; the first page waits for all the imports
NUM_KEPT = 2  # messages: Streamlit's browser side keeps what is at most two runs old

Knob = Mapping[str, Any]
Array = npt.NDArray[np.float32]


class TroubleError(Exception):
    """The server did not answer as it should have."""


class Visitor:
    """An open page with the panel on it; one thing at a time is asked of the server.

    Attributes:
        payload: what the panel shows.
        num_bytes, num_messages: how much the server has sent so far.
    """

    def __init__(self, socket: ClientConnection, query: str) -> None:
        self.payload: dict[str, Any] = {}
        self.num_bytes = self.num_messages = 0
        self._stops: dict[str, Array] = {}  # of the slider in hand, as its sweep says them
        self._socket = socket
        self._query = query
        self._seq = 0
        self._page = ""
        self._panel = ""
        self._fragment = ""
        self._kept: dict[str, Delta] = {}

    async def arrive(self) -> None:
        """Have the page run, as the browser does when its socket is open.

        Raises:
            TroubleError: the page did not come, came without the panel, or with an error.
        """
        async with _patience(PAGE_PATIENCE):
            await self._ask(ClientState())
            await self._run_ended()
        if not self._panel:
            raise TroubleError("the page has no panel")

    async def turn(self, knob: Knob, value: float) -> None:
        """Turn a knob to a value, and wait until the server has done all that follows.

        As in the panel, the slider stops at the nearest value of its sweep, once there is one.

        Raises:
            TroubleError: no answer came, an error did, or a notice that it could not be done.
        """
        request = self._request(knob, value)
        event = WidgetState(
            id=f"$$STREAMLIT_INTERNAL_KEY_{self._panel}__events",
            json_trigger_value=json.dumps([{"event": "request", "value": json.dumps(request)}]),
        )
        state = ClientState(
            widget_states=WidgetStates(widgets=[event]),
            page_script_hash=self._page,
            fragment_id=self._fragment,
        )
        async with _patience(TURN_PATIENCE):
            await self._ask(state)
            await self._run_ended()
            while self.payload["ack"] < request["seq"]:  # it was one that was given up before
                await self._run_ended()
        if self.payload["notice"]:
            raise TroubleError(self.payload["notice"])

    def _request(self, knob: Knob, value: float) -> dict[str, Any]:
        """Return what the panel would send; `Request` in requests.js says the fields."""
        self._seq += 2  # the turn has a number, and the request
        turn = {"seq": self._seq - 1, "knob": knob, "value": self._stop(knob, value)}
        sliders = self.payload["sliders"]
        pinned = [slider["knob"] for slider in reversed(sliders) if slider["pinned"]]
        if knob not in [slider["knob"] for slider in sliders]:
            pinned.append(knob)
        request = {
            "seq": self._seq,
            "generation": self.payload["generation"],
            "turns": [turn],
            "knob": knob,
            "pinned": pinned,
            "view": self.payload["view"],
        }
        if self.payload.get("sweep"):
            request["cached"] = [self.payload["sweep"]["id"]]
        return request

    def _stop(self, knob: Knob, value: float) -> float:
        sweep = self.payload.get("sweep")
        if not sweep or dict(knob) != self.payload["knob"]:
            return value
        stops = self._stops[sweep["id"]]
        others = stops[stops != np.float32(self.payload["value"])]
        return float(others[np.abs(others - value).argmin()])

    async def _ask(self, state: ClientState) -> None:
        state.query_string = self._query
        state.cached_message_hashes.extend(self._kept)
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())

    async def _run_ended(self) -> None:
        is_last = False
        while not is_last:
            message = await self._socket.recv(decode=False)
            self.num_bytes += len(message)
            self.num_messages += 1
            is_last = self._hear(ForwardMsg.FromString(message))

    def _hear(self, message: ForwardMsg) -> bool:
        """Take a message in, and return whether it is the last of a run."""
        match message.WhichOneof("type"):
            case "navigation":
                self._page = message.navigation.page_script_hash
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "delta":
                if message.metadata.cacheable:
                    self._kept[message.hash] = message.delta
                    while len(self._kept) > NUM_KEPT:
                        del self._kept[next(iter(self._kept))]
                self._see(message.delta)
            case "ref_hash":  # the same as a message that the browser said it has
                self._see(self._kept[message.ref_hash])
            case "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise TroubleError("the page does not compile")
                return bool(message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)
        return False

    def _see(self, delta: Delta) -> None:
        element = delta.new_element
        match element.WhichOneof("type"):
            case "exception":
                raise TroubleError(f"{element.exception.type}: {element.exception.message}")
            case "bidi_component":
                self._panel = element.bidi_component.id
                self._fragment = delta.fragment_id
                self.payload = payload_of(element.bidi_component)
                if "sweep.values" in self.payload["arrays"]:
                    stops = _array(element.bidi_component, *self.payload["arrays"]["sweep.values"])
                    self._stops = {self.payload["sweep"]["id"]: stops}


@asynccontextmanager
async def visiting(url: str, query: str = "") -> AsyncIterator[Visitor]:
    """Give a visitor who has just arrived, and who leaves when the block ends.

    Args:
        url: the app's address, without a slash at the end.
        query: what follows the question mark.
    """
    async with connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        compression=None,
        proxy=None,
        max_size=None,
        ping_interval=None,
    ) as socket:
        visitor = Visitor(socket, query)
        await visitor.arrive()
        yield visitor


@asynccontextmanager
async def _patience(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except (TimeoutError, WebSocketException) as error:
        raise TroubleError(f"no answer: {error!r}") from error


def _array(component: BidiComponent, start: int, size: int) -> Array:
    numbers = 4 + int.from_bytes(component.bytes[:4], "little") + 4 * start
    return np.frombuffer(component.bytes, "<f4", size, numbers)


def payload_of(component: BidiComponent) -> dict[str, Any]:
    """Return the JSON of the panel's data; `ack` in it names the request that it answers."""
    end = 4 + int.from_bytes(component.bytes[:4], "little")
    payload: dict[str, Any] = json.loads(component.bytes[4:end])
    return payload
