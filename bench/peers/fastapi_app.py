"""FastAPI with its defaults and one route: the api step of projects/runtimes, its body as a pydantic model."""

import random
from datetime import datetime, timezone

from fastapi import FastAPI
from pydantic import BaseModel


class User(BaseModel):
    name: str
    email: str
    role: str


app = FastAPI()


@app.post("/users")
async def create_user(body: User):
    user_id = "%09x" % random.getrandbits(36)
    created_at = datetime.now(timezone.utc).isoformat()
    return {"success": True, "user": {"id": user_id, **body.model_dump(), "createdAt": created_at}}
