"""Settings from the environment (``LIZAO_...``); what a command line says goes before them."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where things are: the home of the plant, its site, the language, the database."""

    model_config = SettingsConfigDict(env_prefix="LIZAO_", extra="ignore")

    home: Path = Path("lizao-home")
    site: Path | None = None
    lang: str | None = None
    database_url: str | None = None
    state: Path | None = None
