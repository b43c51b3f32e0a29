"""Reads a stream of events with nats-py and prints a line of JSON for each message.

Bodies are parsed by the package `cloudevents`, and their data checked by `jsonschema` against
docs/schemas: what is not as these want it ends with an error.
"""

import asyncio
import functools
import json
import pathlib
import sys

import jsonschema
import nats
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from nats.js.api import ConsumerConfig, DeliverPolicy

url, stream, count, schemas = sys.argv[1], sys.argv[2], int(sys.argv[3]), pathlib.Path(sys.argv[4])


@functools.cache
def validator(kind):
    schema = json.loads((schemas / f"{kind}.json").read_text())
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


async def main():
    client = await nats.connect(url)
    subscription = await client.jetstream().subscribe(
        "holdfast.v1.>",
        stream=stream,
        ordered_consumer=True,
        config=ConsumerConfig(deliver_policy=DeliverPolicy.ALL),
    )
    for _ in range(count):
        message = await subscription.next_msg(timeout=30)
        assert message.headers["Content-Type"] == "application/cloudevents+json"
        event = JSONFormat().read(CloudEvent, message.data)
        data = json.loads(message.data)["data"]
        kind = event.get_type().removeprefix("holdfast.")
        assert message.subject == f"holdfast.v1.{kind}", message.subject
        assert message.headers["Nats-Msg-Id"] == event.get_id()
        validator(kind).validate(data)
        print(message.data.decode())
    try:
        extra = await subscription.next_msg(timeout=0.3)
        sys.exit(f"one more: {extra.data}")
    except nats.errors.TimeoutError:
        pass
    await client.close()


asyncio.run(main())
