"""
FastAPI as its tutorial does password sign-in, with argon2-cffi in place of pwdlib's default and a person in SQLite:
Argon2id with Warder's parameters, an access token by PyJWT. One uvicorn worker, because the server has one core.

Environment: DATA (a directory).
"""

import functools
import os
import sqlite3
import time
import uuid

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
secret = "j0yAqLr7oTSe5V3QxJfOaQm2Hc9KpWn4Zd8Ug6Xi1Bs"
path = os.path.join(os.environ["DATA"], "fastapi.sqlite")
decoy = hasher.hash("nobody's password")

with sqlite3.connect(path) as setup:
    setup.execute("pragma journal_mode = wal")
    setup.execute("create table person (email text primary key, hash text not null)")
    setup.execute("insert into person values (?, ?)", ("ada@example.com", hasher.hash("lovelace-1843-engine")))

app = FastAPI()


class Credentials(BaseModel):
    email: str
    password: str


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/auth/login")
def login(credentials: Credentials):
    with sqlite3.connect(path) as db:
        row = db.execute("select hash from person where email = ?", (credentials.email,)).fetchone()
    try:
        hasher.verify(row[0] if row else decoy, credentials.password)
    except VerifyMismatchError:
        row = None
    if row is None:
        raise HTTPException(status_code=401, detail="Incorrect e-mail or password")
    now = int(time.time())
    claims = {"sub": credentials.email, "iat": now, "exp": now + 600, "jti": str(uuid.uuid4())}
    return {"access_token": jwt.encode(claims, secret, algorithm="HS256"), "token_type": "bearer"}


@functools.cache
def public_key():
    """The key of the access tokens below, which the benchmark writes after the start. Read once, as PyJWT's docs do."""
    with open(os.path.join(os.environ["DATA"], "public.pem"), "rb") as file:
        return load_pem_public_key(file.read())


def caller(credentials: HTTPAuthorizationCredentials = Depends(HTTPBearer())):
    try:
        return jwt.decode(
            credentials.credentials, public_key(), algorithms=["RS256"], audience="https://api.example"
        )
    except jwt.InvalidTokenError:
        raise HTTPException(status_code=401, detail="Invalid token")


@app.get("/me")
async def me(claims: dict = Depends(caller)):
    return {"subject": claims["sub"], "scopes": claims["scope"].split()}
