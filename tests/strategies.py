"""Random valid term sheets, as plain data: small ones that between them use every term that is valued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from dealcraft.engine.unvalued import not_valued
from dealcraft.findings import Severity
from dealcraft.findings.catalogue import entry
from dealcraft.rules.run import check
from dealcraft.terms.load import validate
from dealcraft.terms.sheet import Sheet

Tree = dict[str, Any]
T = TypeVar("T")

COUNTRIES = {"us": "US", "eu": "DE", "jp": "JP"}
"""The cells that may be there, each one country."""
EVERYTHING = frozenset(
    {"tax", "shelving", "clauses", "sharing", "extras", "uncertain", "two assets", "packages"}
)
"""Groups of features that a test can leave out."""


def readable(data: Tree) -> Sheet:
    """The sheet that *data* spells; it has no errors and everything in it can be valued."""
    sheet, problems = validate(data)
    assert sheet is not None, problems
    return sheet


def is_coherent(sheet: Sheet) -> bool:
    """Whether no rule finds an error in *sheet*."""
    found = (*check(sheet, valuing=True), *not_valued(sheet))
    return not any(entry(finding.code).severity is Severity.ERROR for finding in found)


@st.composite
def sheets(draw: st.DrawFn, *, without: Sequence[str] = (), kinds: Sequence[str] = (), **fixed: Any) -> Tree:
    """A valid sheet that uses any of the features but those of *without*, in structures of *kinds* (all).

    *fixed* are values of the valuation's settings.
    """
    unknown = set(without) - EVERYTHING
    assert not unknown, unknown
    data = _Maker(draw, EVERYTHING - set(without), tuple(kinds)).sheet(fixed)
    assume(is_coherent(readable(data)))
    return data


@dataclass
class _Maker:
    """Draws one sheet piece by piece."""

    draw: st.DrawFn
    features: frozenset[str]
    kinds: tuple[str, ...]
    cells: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    assets: tuple[str, ...] = ()
    horizon: int = 6
    developing: bool = False
    """Whether any asset has phases."""
    oncology: tuple[str, ...] = ()
    """The cells for one field of use."""
    left: bool = False
    """Whether a licensee may leave already: each exit multiplies the outcomes."""

    # choices; the simplest comes first, so that a failing sheet shrinks to a small one

    def has(self, feature: str) -> bool:
        return feature in self.features

    def often(self, tenths: int = 5) -> bool:
        return self.draw(st.integers(0, 9)) >= 10 - tenths

    def of(self, *choices: T) -> T:
        return self.draw(st.sampled_from(choices))

    def money(self, low: int, high: int) -> str:
        return str(self.draw(st.integers(low, high)))

    def share(self, low: int = 1, high: int = 99) -> str:
        return f"{self.draw(st.integers(low, high))}%"

    def some(self, names: Sequence[str]) -> list[str]:
        """At least one of *names*."""
        chosen = [name for name in names if self.often(6)]
        return chosen or [names[0]]

    def with_(self, tree: Tree, tenths: int, **parts: Callable[[], Any]) -> Tree:
        """*tree* with each of *parts* in so many of ten sheets."""
        for key, part in parts.items():
            if self.often(tenths):
                tree[key.rstrip("_")] = part()
        return tree

    # facts

    def sheet(self, fixed: Tree) -> Tree:
        self.assets = ("x", "y") if self.has("two assets") and self.often(3) else ("x",)
        names = list(COUNTRIES)[: self.draw(st.integers(1, 3))]
        if len(self.assets) == 2 and len(names) == 1:
            names = list(COUNTRIES)[:2]
        self.cells = tuple(names)
        self.horizon = self.draw(st.integers(4, 7))
        assets = {name: self.asset(name) for name in self.assets}
        data: Tree = {
            "dealcraft": "1",
            "valuation": {
                "date": self.of("2026-01-01", "2026-04-01", "2026-02-11"),
                "currency": "USD",
                "grid": self.of("year", "quarter"),
                "timing": self.of("mid", "start", "end"),
                "horizon": f"{self.horizon} years",
                "royalty_year": self.of("calendar", "anniversary"),
                **fixed,
            },
            "decides": "a",
            "parties": {name: self.party() for name in ("a", "b", "c")},
            "assets": assets,
            "markets": {name: self.market(name) for name in self.cells},
        }
        if self.often(2):
            data["effective"] = self.of("2026-05-16", "2025-09-01", "2027-04-01")
        if any("currency" in market for market in data["markets"].values()):
            data["fx"] = {"EUR": "1.25"}
        kinds = self.kinds or ("licence", "collaboration", "assignment", "retain", "package")
        if not self.has("packages"):
            kinds = tuple(kind for kind in kinds if kind != "package")
        count = self.draw(st.integers(1, 2))
        data["structures"] = {f"s{i}": self.structure(self.of(*kinds)) for i in range(count)}
        if self.has("uncertain") and self.often(4):
            self.uncertain(data)
        return data

    def uncertain(self, data: Tree) -> None:
        """One or two leaves take two values each."""
        places: list[tuple[Tree, str]] = [(market["costs"], "goods") for market in data["markets"].values()]
        places += [
            (market["sales"], "peak") for market in data["markets"].values() if "peak" in market["sales"]
        ]
        places += [(party, "discount_rate") for party in data["parties"].values()]
        for _ in range(self.draw(st.integers(1, 2))):
            inside, key = self.of(*places)
            leaf = inside.get(key)
            if isinstance(leaf, str):
                other = "3%" if leaf.endswith("%") else "44"
                cases = [{"value": leaf, "chance": "60%"}, {"value": other, "chance": "40%"}]
                inside[key] = {"discrete": cases}

    def party(self) -> Tree:
        party: Tree = {"discount_rate": self.share(0, 20)}
        if self.has("tax") and self.often(6):
            party["country"] = self.of("KR", "DE", "US")
            party["tax_rate"] = self.share(5, 40)
            losses = (
                "offset", "none", "carry_forward",
                {"carry_forward": {"opening": "12", "limit": "60%", "expires": "3 years"}},
            )  # fmt: skip
            party["losses"] = self.of(
                *losses
            )  # what a sheet leaves open, the dated tables answer: see tests/law
            party["foreign_tax_credit"] = {"carry_forward": self.of("1 years", "4 years")}
        if self.has("tax"):
            self.with_(party, 2, royalty_tax_rate=lambda: self.share(1, 15))
        if self.often(4):
            capability = self.with_(
                {}, 4,
                sales=lambda: self.share(20, 120),
                launch_delay=lambda: self.of("3 months", "7 months", "1 years"),
                development_time=lambda: self.of("0.8", "1.3"),
                development_cost=lambda: self.of("0.9", "1.4"),
                success=lambda: self.share(50, 130),
                markets=lambda: {self.of(*self.cells): {"sales": self.share(30, 110)}},
            )  # fmt: skip
            if capability:
                party["capability"] = capability
        if self.has("shelving") and self.often(2):
            party["shelving"] = self.share(5, 40)
        return party

    def asset(self, name: str) -> Tree:
        count = self.draw(st.integers(0, 3 if len(self.assets) == 1 else 1))
        phases = {f"p{i}": self.phase() for i in range(1, count + 1)}
        if name == "x":
            self.phases = tuple(phases)
        self.developing = self.developing or bool(phases)
        asset: Tree = {"development": phases} if phases else {}
        self.with_(
            asset, 3,
            owner=lambda: "a",
            available=lambda: self.of("2026-08-01", "2025-06-01"),
            third_party=lambda: {"lab": self.third_party()},
            rights=lambda: {
                "patent": {"kind": "patent", "countries": "US", "expires": self.of("2028-06-15", "2030-12-31")},
                "method": {"kind": "know_how"},
            },
        )  # fmt: skip
        return asset

    def third_party(self) -> Tree:
        owed: Tree = {"rate": self.share(1, 15)}
        return self.with_(
            owed,
            3,
            from_=lambda: self.of("2028-03-01", "effective"),
            until=lambda: self.of("2030-07-01", "first sale + 2 years"),
        )

    def phase(self) -> Tree:
        phase: Tree = {
            "duration": self.of("1 years", "6 months", "9 months", "1.5 years"),
            "success": self.share(30, 100),
        }
        if self.often(2):
            phase["costs_by_year"] = [self.money(1, 20), self.money(1, 20)]
        else:
            phase["cost"] = self.money(0, 40)
            self.with_(phase, 4, spend=lambda: self.of("start", "end"))
            if phase.get("spend") == "end":  # who pays where the rights return on that very day is left open
                phase["duration"] = self.of("220 days", "100 days", "400 days")
        return phase

    def market(self, name: str) -> Tree:
        asset = self.assets[list(self.cells).index(name) % len(self.assets)]
        market: Tree = {"territory": COUNTRIES[name], "sales": self.sales(), "costs": {}}
        if len(self.assets) == 2:
            market["asset"] = asset
        launch = ["approval", "approval + 4 months", "effective", "2027-02-15"]
        market["launch"] = self.of(*launch)
        self.with_(
            market["costs"], 4,
            goods=lambda: self.share(5, 40),
            selling=lambda: self.share(5, 40),
            fixed=lambda: f"{self.money(1, 9)} per year",
            launch=lambda: self.money(1, 30),
            by_year=lambda: [self.money(0, 9), self.money(0, 9)],
        )  # fmt: skip
        if self.often(3):
            market["field"], self.oncology = "oncology/lung", (*self.oncology, name)
        if self.often(4):
            market["exclusivity_ends"] = self.of("2029-01-01", "2030-05-20", "first sale + 2 years")
            market["after_exclusivity"] = {
                "decline": self.share(10, 100),
                "over": self.of("1 years", "18 months"),
            }
        self.with_(market, 2, working_capital=lambda: self.share(5, 30), currency=lambda: "EUR")
        return market

    def sales(self) -> Tree:
        form = self.of("curve", "by_year", "calendar")
        if form == "by_year":
            sales: Tree = {"by_year": [self.money(5, 120) for _ in range(self.draw(st.integers(1, 6)))]}
        elif form == "calendar":
            sales = {"calendar": {str(year): self.money(5, 120) for year in range(2027, 2033)}}
        else:
            sales = {"peak": self.money(20, 200), "time_to_peak": self.of("2 years", "18 months", "4 years")}
            self.with_(
                sales, 4, shape=lambda: self.of("linear", "s_curve"), growth=lambda: self.of("5%", "-4%")
            )
        self.with_(sales, 3, deductions=lambda: self.share(5, 40))
        sales["price"] = self.of("2", "0.5")
        return sales

    # structures

    def structure(self, kind: str) -> Tree:
        own: Tree = {}
        if kind == "package":
            return self.package(own)
        if kind == "retain":
            return self.anywhere({"kind": "retain"})
        agreement = getattr(self, kind)(self.cells)
        own = self.anywhere(agreement)
        if kind in ("licence", "assignment"):
            own["developer"] = self.of("b", "a")
            if self.often(2):
                own["development_costs"] = {"a": "40%", "b": "60%"}
        return own

    def anywhere(self, tree: Tree) -> Tree:
        """What any structure may say."""
        self.with_(
            tree,
            2 if len(self.assets) == 1 else 0,  # whose assets must all fail to end them is left open
            overheads=lambda: f"{self.money(1, 5)} per year",
        )
        self.with_(
            tree, 2,
            discount_rates=lambda: {self.of("a", "b"): self.share(0, 15)},
            retained=lambda: "idle",
        )  # fmt: skip
        return tree

    def package(self, own: Tree) -> Tree:
        mine, theirs = (
            [c for i, c in enumerate(self.cells) if i % 2 == 0],
            [c for i, c in enumerate(self.cells) if i % 2],
        )
        parts: Tree = {"one": getattr(self, self.of("licence", "assignment"))(tuple(mine), exactly=True)}
        if theirs:
            parts["two"] = getattr(self, self.of("licence", "assignment"))(
                tuple(theirs), acquirer="c", exactly=True
            )
        if len(self.assets) == 2:  # every cell of one asset lies in the same part
            for part, asset in zip(parts.values(), self.assets, strict=True):
                part["grant"]["assets"] = [asset]
        if self.developing:  # who goes on developing where one of two licensees drops out is left open
            for part in parts.values():
                for key in ("diligence", "step_in", "reversion", "exit"):
                    part.pop(key, None)
                part["grant"].pop("until", None)
        own.update({"kind": "package", "parts": parts, "developer": self.of("b", "a")})
        shares = {"a": "30%", "b": "45%", "c": "25%"}, {"a": "40%", "b": "60%"}, {"b": "50%", "c": "50%"}
        self.with_(own, 3, development_costs=lambda: self.of(*shares))
        return self.anywhere(own)

    def grant(self, cells: Sequence[str], *, exactly: bool) -> Tree:
        chosen = list(cells) if exactly else self.some(cells)
        grant: Tree = {"territory": [COUNTRIES[cell] for cell in chosen]}
        if set(chosen) <= set(self.oncology):
            self.with_(grant, 5, field=lambda: self.of("oncology", "oncology/lung"))
        return grant

    def effective(self) -> str:
        events = ["2026-07-01", "2027-01-01", "2026-02-20"]
        if self.phases and len(self.assets) == 1:
            events += [f"{phase} success" for phase in self.phases]
        return self.of(*events)

    def licence(self, cells: Sequence[str], *, acquirer: str = "b", exactly: bool = False) -> Tree:
        grant = self.grant(cells, exactly=exactly)
        grant["exclusivity"] = self.of("exclusive", "sole", "co_exclusive", "non_exclusive")
        if grant["exclusivity"] != "exclusive":
            grant["share"] = self.share(30, 100)
        self.with_(grant, 2, until=lambda: self.of("2030-07-01", "first sale + 2 years"))
        if self.has("extras") and self.often(2):
            plan: Tree = {"share_of_sales": self.share(10, 60), "rate": self.share(5, 20)}
            self.with_(plan, 4, from_=lambda: self.of("2029-03-01", "first sale + 1 years"))
            grant["sublicensing"] = {"income_share": self.share(5, 50), "plan": plan}
        licence: Tree = {
            "kind": "licence",
            "licensee": acquirer,
            "grant": grant,
            "payments": self.payments("a", acquirer, grant),
        }
        self.with_(licence, 2, effective=self.effective, licensor=lambda: "a")
        if self.has("clauses"):
            self.with_(
                licence,
                3,
                diligence=lambda: {"date": self.diligence()},
                step_in=lambda: {"poor": self.trigger()},
            )
            if not self.left and self.often(1):
                self.left, licence["exit"] = True, self.exit()
        self.common(licence, acquirer)
        return licence

    def assignment(self, cells: Sequence[str], *, acquirer: str = "b", exactly: bool = False) -> Tree:
        grant = self.grant(cells, exactly=exactly)
        sale: Tree = {
            "kind": "assignment",
            "assignee": acquirer,
            "grant": grant,
            "payments": self.payments("a", acquirer, grant),
        }
        self.with_(sale, 2, effective=self.effective, assignor=lambda: "a")
        if self.has("clauses"):
            self.with_(sale, 3, reversion=lambda: {"poor": self.trigger()})
        if self.has("extras"):
            self.with_(
                sale,
                2,
                licence_back=lambda: {"territory": grant["territory"][:1], "share": self.share(20, 100)},
            )
            if "licence_back" in sale and "field" in grant:
                self.with_(sale["licence_back"], 5, field=lambda: self.of("oncology", "imaging"))
        self.common(sale, acquirer)
        return sale

    def collaboration(self, cells: Sequence[str]) -> Tree:
        cost, profit = self.draw(st.integers(0, 100)), self.draw(st.integers(0, 100))
        lead = self.of("b", "a")
        other = "a" if lead == "b" else "b"
        grant = self.grant(cells, exactly=False)
        joint: Tree = {
            "kind": "collaboration", "partner": "b", "lead": lead, "grant": grant,
            "cost_share": {"a": f"{cost}%", "b": f"{100 - cost}%"},
            "profit_share": {"a": f"{profit}%", "b": f"{100 - profit}%"},
            "payments": self.payments("a", "b", grant),
        }  # fmt: skip
        if self.phases and len(self.assets) == 1:
            self.with_(joint, 3, phase_cost_share=lambda: {self.of(*self.phases): {"a": "70%", "b": "30%"}})
        self.with_(joint, 2, effective=self.effective)
        if self.has("clauses"):
            self.with_(joint, 2, step_in=lambda: {"poor": self.trigger()})
        if self.has("sharing"):
            covered = [cell for cell in self.cells if COUNTRIES[cell] in grant["territory"]]
            cap = {"amount": self.money(1, 20), "excess": self.of("other", "defer")}
            self.with_(joint, 2, cost_cap=lambda: {other: cap})
            self.with_(
                joint, 2,
                opt_out=lambda: {"party": other, "at": self.event(), "take": self.of("always", "never"), "then": self.leaver(covered)},
                opt_in=lambda: {
                    "party": other, "at": self.event(), "take": self.of("always", "never"), "pay": self.money(0, 9),
                    "cost_share": {"a": "50%", "b": "50%"}, "profit_share": {"a": "50%", "b": "50%"},
                },
            )  # fmt: skip
        self.common(joint, "b")
        return joint

    def leaver(self, cells: Sequence[str]) -> Tree:
        return self.with_(
            {}, 5,
            royalty=lambda: self.royalty(cells),
            milestones=lambda: {"later": {"pay": self.money(1, 9), "at": self.event()}},
            upfront=lambda: self.money(1, 9),
        )  # fmt: skip

    def common(self, agreement: Tree, acquirer: str) -> None:
        """What any agreement may say."""
        self.with_(agreement, 2, tax=lambda: {"amortise_over": self.of("none", "3 years")})
        if agreement["kind"] == "assignment" and self.has("tax") and self.often(3):
            tax = agreement.setdefault("tax", {})
            tax["treat_as"] = self.of("income", "capital")
            self.with_(tax, 5, seller_rate=lambda: self.share(0, 30))
        if not self.has("extras"):
            return
        option = {"holder": self.of(acquirer, "a"), "at": self.event(), "take": self.of("always", "never")}
        self.with_(option, 5, fee=lambda: self.money(1, 9), exercise=lambda: self.money(1, 9))
        self.with_(agreement, 1, option=lambda: option)
        governance = self.with_(
            {}, 0 if "opt_out" in agreement else 2,  # whether audits reach what a leaver receives is left open
            audit=lambda: {
                "every": self.of("1 years", "2 years"), "lookback": self.of("2 years", "1 years"), "cost": "1",
                "under_reporting": self.share(1, 20), "recovered": self.share(20, 100), "cost_shift_above": self.share(1, 20),
            },
        )  # fmt: skip
        self.with_(
            governance, 2,
            technology_transfer=lambda: {"cost": self.money(1, 9), "borne_by": self.of(acquirer, "a")},
        )  # fmt: skip
        if governance:
            agreement["governance"] = governance

    # terms

    def event(self) -> Any:
        events: list[Any] = [
            "effective",
            "2027-05-10",
            "first sale",
            "2026-06-01",
            "first sale + 9 months",
            "effective + 1 years",
        ]
        if len(self.assets) == 1:
            events += ["approval", {"earliest_of": ["approval", "2029-01-01"]}]
            for phase in self.phases:
                events += [
                    f"{phase} start",
                    f"{phase} success",
                    {"latest_of": [f"{phase} success", "2028-03-01"]},
                ]
        return self.of(*events)

    def payments(self, owner: str, acquirer: str, grant: Tree) -> Tree:
        cells = [cell for cell in self.cells if COUNTRIES[cell] in grant["territory"]]

        def creditable() -> Any:
            return self.of("true", {"share": "60%"}, {"share": "80%", "per_year": "40%"})

        def once(**more: Any) -> Tree:
            return self.with_(
                {"pay": self.money(1, 40), **more}, 2, creditable=creditable, payer=lambda: owner
            )

        def milestones() -> Tree:
            made: Tree = {"event": once(at=self.event())}
            whens = [{"annual_net_sales": self.money(10, 150)}, {"cumulative_net_sales": self.money(20, 300)}]
            if self.often(5):
                made["level"] = once(when=self.of(*whens))
            for milestone in made.values():
                self.with_(milestone, 2, per=lambda: "market")
            return made

        payments = self.with_(
            {}, 4,
            upfront=lambda: self.money(1, 60),
            instalments=lambda: {"second": {key: part for key, part in once(at=self.event()).items() if key != "payer"}},
            fees=lambda: {"yearly": self.fee(), "single": once(at=self.event())},
            milestones=milestones,
        )  # fmt: skip
        if self.often(7):
            payments["royalty"] = self.royalty(cells)
        self.with_(payments, 2, royalties=lambda: {"more": self.royalty(cells)})
        if self.has("tax"):
            payments["withholding"] = self.with_(
                {"rate": self.share(0, 20)}, 3,
                gross_up=lambda: "true", use=lambda: {"KR": "60%", "DE": "30%", "US": "10%"},
            )  # fmt: skip
        if self.has("extras"):
            self.with_(
                payments, 1,
                holdback=lambda: {"share": self.share(5, 50), "until": "2028-01-01", "claims": self.share(0, 50)},
                funding=lambda: {"team": self.of({"pay": "3 per year"}, {"fte": "4", "rate": "2 per year", "until": "2028-08-01"})},
                equity=lambda: {"pay": "9", "fair_value": self.of("7", "11")},
                supply=lambda: {"margin": self.share(5, 30)},
                success_fee=lambda: {"share": "5%", "of": "120", "at": self.event()},
                lag=lambda: self.of("2 months", "1 years"),
                payer=lambda: owner,
            )  # fmt: skip
        return payments

    def fee(self) -> Tree:
        fee: Tree = {"pay": self.money(1, 5), "every": self.of("1 years", "6 months")}
        return self.with_(
            fee,
            3,
            from_=self.event,
            until=lambda: self.of("2028-07-15", "first sale"),
            creditable=lambda: "true",
        )

    def royalty(self, cells: Sequence[str]) -> Tree:
        royalty: Tree = {}
        extras = self.has("extras")
        base = self.of("net_sales", "net_sales", "gross_sales", "units", "profit") if extras else "net_sales"
        if base != "net_sales":
            royalty["base"] = base
        key, rate = (
            ("per_unit", lambda: self.of("0.1", "0.25"))
            if base == "units"
            else ("rate", lambda: self.share(1, 20))
        )
        if self.often(4):
            ends = [self.draw(st.integers(5, 40)), self.draw(st.integers(41, 120))]
            royalty["tiers"] = [
                *({key: rate(), "up_to": str(end)} for end in ends[: self.of(1, 2)]),
                {key: rate()},
            ]
        else:
            royalty[key] = rate()
        until = (
            "first sale + 3 years",
            {"latest_of": ["patents", "first sale + 2 years"]},
            {"latest_of": ["exclusivity", "patents", "2029-04-01"]},
            "2030-08-15",
        )
        self.with_(
            royalty, 3,
            markets=lambda: self.some(cells),
            from_=lambda: self.of("effective + 2 years", "first sale + 5 months"),
            until=lambda: self.of(*until),
            adjust=lambda: [self.step() for _ in range(self.of(1, 2, 3))],
            floor=lambda: self.of({"share": "50%"}, {"rate": "2%"}) if base != "units" else {"share": "50%"},
            minimum=self.minimum,
        )  # fmt: skip
        if self.often(3):
            cap = self.with_({}, 5, per_year=lambda: self.money(1, 15), lifetime=lambda: self.money(3, 30))
            if extras:
                self.with_(cap, 2, multiple_of_paid=lambda: self.of("1.5", "3"))
            if cap:
                royalty["cap"] = cap
        if extras:
            self.with_(
                royalty, 1, accumulate=lambda: "lifetime",
                buy_out=lambda: {"price": "6", "at": self.event(), "take": self.of("always", "never")},
            )  # fmt: skip
        return royalty

    def step(self) -> Tree:
        steps: list[Tree] = [
            {"step_down": self.share(), "when": self.of("no_valid_claim", "exclusivity_lost")},
            {"step_down": self.share(), "at": self.of("2029-05-01", "first sale + 15 months")},
            {"stacking": self.share(10, 100)},
            {"combination": self.share(20, 100)},
            {"holiday": self.of("6 months", "15 months")},
        ]
        if self.has("extras"):
            steps.append({"stacking": self.share(50, 100), "carry_forward": "true"})
        return self.of(*steps)

    def minimum(self) -> Tree:
        minimum: Tree = self.of(
            {"amount": f"{self.money(1, 12)} per year"}, {"ladder": [self.money(1, 9), self.money(1, 12)]}
        )
        self.with_(
            minimum, 3,
            from_=lambda: self.of("first sale + 7 months", "effective + 13 months", "effective"), until=lambda: self.of("2030-03-01", "first sale + 3 years"),
        )  # fmt: skip
        if self.has("extras"):
            self.with_(minimum, 2, carry_forward=lambda: "true")
        return minimum

    def recovery(self) -> Tree:
        recovery = self.with_(
            {}, 4,
            develop=lambda: "true",
            delay=lambda: self.of("3 months", "1 years"),
            sales=lambda: self.share(20, 100),
            cost=lambda: self.money(1, 20),
            keep=lambda: self.share(10, 80),
            licensee_share=lambda: self.share(5, 50),
            reverse_royalty=lambda: self.share(1, 15),
        )  # fmt: skip
        if "reverse_royalty" in recovery:
            self.with_(recovery, 5, reverse_cap=lambda: self.money(1, 9))
        return recovery

    def remedied(self, tree: Tree) -> Tree:
        tree["remedy"] = self.of("revert", "non_exclusive", "step_in", "terminate")
        self.with_(tree, 7, recovery=self.recovery)
        return tree

    def diligence(self) -> Tree:
        achieve = ["first sale"]
        if len(self.assets) == 1:
            achieve += [f"{phase} {what}" for phase in self.phases for what in ("start", "success")]
        date: Tree = {
            "achieve": self.of(*achieve),
            "by": self.of("2027-01-01", "2026-06-30", "2028-02-15", "effective + 1 years"),
        }
        self.with_(
            date, 3, cure=lambda: self.of("3 months", "1 years"),
            extension=lambda: {"fee": self.money(1, 5), "extend": self.of("6 months", "1 years"), "times": self.of("1", "2")},
        )  # fmt: skip
        return self.remedied(date)

    def trigger(self) -> Tree:
        when: list[Tree] = [
            {"annual_net_sales_below": self.money(10, 150)},
            {"development_spend_below": self.money(1, 30)},
        ]
        if self.has("shelving"):
            when.append({"shelved": "true"})
        trigger: Tree = {"when": self.of(*when)}
        self.with_(
            trigger["when"],
            4,
            for_=lambda: self.of("1 years", "6 months"),
            from_=lambda: self.of("2026-10-01", "first sale + 6 months"),
        )
        self.with_(trigger, 3, cure=lambda: self.of("3 months", "6 months"))
        return self.remedied(trigger)

    def exit(self) -> Tree:
        leave: Tree = {"chance_per_year": self.share(5, 30)}
        self.with_(
            leave,
            3,
            from_=lambda: self.of("first sale", "2027-04-01"),
            notice=lambda: self.of("6 months", "1 years"),
        )
        if self.often(5):
            self.remedied(leave)
        return leave
