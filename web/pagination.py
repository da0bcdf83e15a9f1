"""One page of a long list: a wrong or late page number shows the nearest page instead of an error."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50


class NumberedPage(Page):  # type: ignore[type-arg]
    """A page that knows the numbers worth a link: first, last, and those around it; None is a gap."""

    @property
    def numbers(self) -> list[int | None]:
        return [
            int(number) if str(number).isdigit() else None
            for number in self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1)
        ]


class NumberedPaginator(Paginator):  # type: ignore[type-arg]
    def _get_page(self, *args: Any, **kwargs: Any) -> NumberedPage:
        return NumberedPage(*args, **kwargs)


def paginate(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], per_page: int = PER_PAGE, *, parameter: str = "page"
) -> NumberedPage:
    """The page named by `?page=`: not a number or below one means the first, beyond the end means the last."""
    paginator = NumberedPaginator(rows, per_page)
    try:
        number = int(request.GET.get(parameter, 1))
    except ValueError:
        number = 1
    page = paginator.page(max(1, min(number, paginator.num_pages)))
    assert isinstance(page, NumberedPage)
    return page
