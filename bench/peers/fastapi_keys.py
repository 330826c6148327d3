"""
FastAPI with an API key in a header, as its reference does it (`APIKeyHeader`), and the key's digest in SQLite with its owner, its
scope and its end. One uvicorn worker, because the server has one core; one connection that stays open, because opening
one costs more than the question.

Environment: DATA (a directory), API_KEY (the key of Ada).
"""

import hashlib
import os
import sqlite3
import time

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import APIKeyHeader

db = sqlite3.connect(os.path.join(os.environ["DATA"], "fastapi.sqlite"), check_same_thread=False)
with db:
    db.execute("pragma journal_mode = wal")
    db.execute("create table person (email text primary key)")
    db.execute("create table api_key (hash text primary key, email text, scope text, expires_at integer)")
    db.execute("insert into person values (?)", ("ada@example.com",))
    digest = hashlib.sha256(os.environ["API_KEY"].encode()).hexdigest()
    db.execute("insert into api_key values (?, ?, ?, ?)", (digest, "ada@example.com", "profile:read", 4_000_000_000))

app = FastAPI()
header = APIKeyHeader(name="X-API-Key")
question = """
    select p.email, k.scope, k.expires_at from api_key k join person p on p.email = k.email where k.hash = ?
"""


@app.get("/health")
def health():
    return {"status": "ok"}


async def owner(presented: str = Depends(header)):
    row = db.execute(question, (hashlib.sha256(presented.encode()).hexdigest(),)).fetchone()
    if row is None or row[2] <= time.time() or "profile:read" not in row[1].split():
        raise HTTPException(status_code=401, detail="Invalid API key")
    return row


@app.get("/auth/me")
async def me(row=Depends(owner)):
    return {"email": row[0], "roles": [], "permissions": row[1].split()}
