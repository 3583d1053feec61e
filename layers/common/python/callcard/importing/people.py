"""Whom a file means when it names an operator or a kind of contact."""

from collections.abc import Iterable

from callcard.domain.contacts import Kind
from callcard.domain.setup import Operator
from callcard.domain.words import folded
from callcard.importing.sheets import Field, Problem

LABELS = {
    Kind.PARTNER: ("Партнёр", "Partner"),
    Kind.COUNTERPARTY: ("Контрагент", "Counterparty"),
    Kind.PERSON: ("Физическое лицо", "Person"),
    Kind.CONTACT_PERSON: ("Контактное лицо", "Contact person"),
}
# what 1С and others call them besides
ALSO = {
    Kind.PARTNER: ("партнеры",),
    Kind.COUNTERPARTY: (
        *("контрагенты", "клиент", "покупатель", "поставщик", "юридическое лицо", "юр. лицо", "юрлицо", "компания"),
        *(
            "организация",
            "индивидуальный предприниматель",
            "ип",
            "обособленное подразделение",
            "company",
            "organization",
        ),
        *("legal entity", "customer", "supplier", "юридическое лицо за пределами рф"),
    ),
    Kind.PERSON: ("физ. лицо", "физлицо", "частное лицо", "individual", "private person"),
    Kind.CONTACT_PERSON: ("контактные лица", "сотрудник", "контакт", "contact"),
}
KINDS = {folded(name): kind for kind in Kind for name in (kind.value, *LABELS[kind], *ALSO[kind])}


class People:
    """The operators by everything a file may call them: id, login, extension, PBX login, name."""

    def __init__(self, operators: Iterable[Operator]) -> None:
        self._operators = tuple(operators)
        self._named: dict[str, list[str]] = {}
        for one in self._operators:
            names = (one.operator_id, one.login, one.extension, one.pbx_login, one.name)
            for name in {folded(name) for name in names if name}:
                self._named.setdefault(name, []).append(one.operator_id)

    def find(self, name: str) -> tuple[str | None, str]:
        """Give the operator_id, or None and the reason why nobody is meant."""
        found = self._named.get(folded(name)) or self._by_words(set(folded(name).split()))
        exact = [one for one in found if one == name.strip()]  # an id is surer than a name
        chosen = exact or found
        if len(chosen) == 1:
            return chosen[0], ""
        return None, "several_operators" if chosen else "unknown_operator"

    def _by_words(self, words: set[str]) -> list[str]:
        """Find who is called «Миронова Ольга Ивановна» there and «Ольга Миронова» here."""
        named = ((one.operator_id, set(folded(one.name).split())) for one in self._operators)
        return [operator_id for operator_id, own in named if len(own) > 1 and own <= words]

    def called(self, operator: Operator | None) -> str:
        """Give a name that means this operator and nobody else, at worst its id; "" for nobody."""
        if operator is None:
            return ""
        return operator.name if self.find(operator.name)[0] == operator.operator_id else operator.operator_id


def kind_named(text: str, line: int) -> tuple[Kind | None, list[Problem]]:
    """Read a kind of contact as people write it."""
    kind = KINDS.get(folded(text))
    return kind, [] if kind or not text.strip() else [Problem(line, Field.KIND, "unknown_kind")]
