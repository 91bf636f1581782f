"""One file per page: read what was asked, check the right, show or act."""
