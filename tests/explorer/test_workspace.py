"""The data folder: what is where, who may write, and what is said when it is not there."""

import pytest

from explorer.errors import NotFound, WorkspaceBusy, WorkspaceDamaged, WorkspaceError
from explorer.store import state
from explorer.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    with Workspace.open(tmp_path / "数据" / "深处", create=True) as found:
        yield found


def test_created_then_opened_for_reading(workspace):
    with Workspace.open(workspace.path) as again:
        assert state.revision(again.store()) == 0
        assert again.fulltext == workspace.path / "fulltext"


@pytest.mark.parametrize("made", [False, True])
def test_a_missing_workspace_says_how_to_begin(tmp_path, made):
    path = tmp_path / "none"
    if made:
        path.mkdir()
    with pytest.raises(WorkspaceError) as caught:
        Workspace.open(path)
    assert "jianbao ingest" in caught.value.remedy
    assert "jianbao demo" in caught.value.remedy
    assert str(path) in str(caught.value)
    assert path.exists() == made, "reading makes nothing"


def test_a_file_is_no_workspace(tmp_path):
    path = tmp_path / "file"
    path.write_text("x")
    for create in (False, True):
        with pytest.raises(WorkspaceError):
            Workspace.open(path, create=create)


def test_a_damaged_store_is_reported_when_opened(workspace):
    workspace.close()
    (workspace.path / "store.sqlite").write_bytes(b"no database" * 500)
    with pytest.raises(WorkspaceDamaged):
        Workspace.open(workspace.path)


def test_an_original_is_kept_once_and_whole(workspace):
    sha256 = workspace.keep_original("简报".encode())
    assert workspace.keep_original("简报".encode()) == sha256
    path = workspace.original(sha256)
    assert path == workspace.path / "originals" / sha256[:2] / sha256
    assert [file.name for file in path.parent.iterdir()] == [sha256]
    assert workspace.read_original(sha256) == "简报".encode()


def test_an_altered_original_is_not_taken_for_the_file(workspace):
    sha256 = workspace.keep_original(b"one")
    workspace.original(sha256).write_bytes(b"two")
    with pytest.raises(WorkspaceDamaged, match="改动"):
        workspace.read_original(sha256)


@pytest.mark.parametrize("sha256", ["0" * 64, "../../store.sqlite", "", "A" * 64])
def test_only_kept_files_are_given(workspace, sha256):
    with pytest.raises(NotFound):
        workspace.original(sha256)


def test_one_writer_at_a_time_and_readers_do_not_wait(workspace):
    with Workspace.open(workspace.path) as other:
        with workspace.writing():
            with pytest.raises(WorkspaceBusy), other.writing():
                pass
            assert state.revision(other.store()) == 0
        with other.writing() as store, store.write():
            pass
        assert state.revision(workspace.store()) == 1


def test_the_lock_is_freed_after_an_error(workspace):
    with pytest.raises(OSError, match="mine"), workspace.writing():
        raise OSError("mine")
    with workspace.writing():
        pass
