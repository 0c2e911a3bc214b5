"""Accounts and the record of what was done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from explorer.cli.terminal import json_option, reported, show_json

_ROLES = click.Choice(["reader", "editor", "administrator"])
_stdin = click.option("--password-stdin", is_flag=True, help="从标准输入读取密码，不再询问。")


@click.group()
def user() -> None:
    """账户：有了第一个账户，更改数据就须登录。"""


@user.command("add")
@click.argument("name")
@click.option("--role", type=_ROLES, default="reader", show_default=True, help="读者、编辑或管理员。")
@_stdin
@click.pass_obj
def add(data: Path, name: str, role: str, password_stdin: bool) -> None:
    """新建账户 NAME。"""
    from explorer.accounts import people

    with reported():
        people.add(_book(data), name, role, _password(password_stdin))
        _noted(data, f"add {name} {role}")
    click.echo(f"已建账户 {name}。")


@user.command("list")
@json_option
@click.pass_obj
def list_(data: Path, as_json: bool) -> None:
    """列出账户。"""
    from explorer.accounts import people
    from explorer.answers.plain import plain

    with reported():
        found = people.accounts(_book(data))
    if as_json:
        show_json(plain(found))
        return
    for one in found:
        click.echo("　".join((one.name, one.role, *(("已停用",) if one.disabled else ()), *one.collections)))
    click.echo(f"共 {len(found)} 个账户。")


@user.command("role")
@click.argument("name")
@click.argument("role", type=_ROLES)
@click.pass_obj
def role_(data: Path, name: str, role: str) -> None:
    """改变账户 NAME 的权限；已登录的须重新登录。"""
    from explorer.accounts import people

    _done(data, f"role {name} {role}", lambda: people.set_role(_book(data), name, role))


@user.command("password")
@click.argument("name")
@_stdin
@click.pass_obj
def password(data: Path, name: str, password_stdin: bool) -> None:
    """为账户 NAME 换密码；已登录的须重新登录。"""
    from explorer.accounts import people

    _done(data, f"password {name}", lambda: people.set_password(_book(data), name, _password(password_stdin)))


@user.command("disable")
@click.argument("name")
@click.pass_obj
def disable(data: Path, name: str) -> None:
    """停用账户 NAME。"""
    from explorer.accounts import people

    _done(data, f"disable {name}", lambda: people.set_disabled(_book(data), name, True))


@user.command("enable")
@click.argument("name")
@click.pass_obj
def enable(data: Path, name: str) -> None:
    """重新启用账户 NAME。"""
    from explorer.accounts import people

    _done(data, f"enable {name}", lambda: people.set_disabled(_book(data), name, False))


@user.command("collections")
@click.argument("name")
@click.argument("collections", nargs=-1)
@click.pass_obj
def collections_(data: Path, name: str, collections: tuple[str, ...]) -> None:
    """账户 NAME 可看哪些专题库（不写则一个也没有）。"""
    from explorer.accounts import people
    from explorer.collections import path_of

    def change() -> None:
        for one in collections:
            path_of(data, one)
        people.set_collections(_book(data), name, collections)

    _done(data, f"collections {name} {' '.join(collections)}", change)


@user.command("remove")
@click.argument("name")
@click.pass_obj
def remove(data: Path, name: str) -> None:
    """删除账户 NAME；其所作更正和记录都保留。"""
    from explorer.accounts import people

    _done(data, f"remove {name}", lambda: people.remove(_book(data), name))


@click.command()
@click.option("--page", default=1, show_default=True, type=click.IntRange(1))
@json_option
@click.pass_obj
def audit(data: Path, page: int, as_json: bool) -> None:
    """操作记录：谁在何时登录、更改、导出。"""
    from explorer.accounts import audit as record
    from explorer.answers.plain import plain

    with reported():
        found = record.page(_book(data), page)
    if as_json:
        show_json(plain(found))
        return
    for entry in found.entries:
        click.echo("　".join((entry.at, entry.who or "—", entry.address or "—", entry.what, entry.about)))
    click.echo(f"共 {found.total} 条，第 {found.page} 页，共 {found.pages} 页。")


def _done(data: Path, told: str, change: Any) -> None:
    with reported():
        change()
        _noted(data, told)
    click.echo("已更改。")


def _book(data: Path) -> Any:
    from explorer.accounts.book import Book
    from explorer.workspace import Workspace

    Workspace.open(data).close()  # says so where there is none
    return Book(data)


def _noted(data: Path, about: str) -> None:
    from explorer.accounts import audit as record

    record.note(_book(data), "jianbao user", "", record.MANAGED, about)


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("密码", hide_input=True, confirmation_prompt="再输一遍"))
