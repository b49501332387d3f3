"""The closed lists of facts that rules of law ask for and that the rest of a sheet does not say; absent means not stated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from dealcraft.errors import Unreadable
from dealcraft.terms.leaves import ExactDay, Flag, Text, scalar
from dealcraft.terms.term import ReadBy, Term, said
from dealcraft.terms.territory import Country, TerritoryField
from dealcraft.units import Quantity, read_quantity


def _number(value: Any) -> Quantity:
    quantity = read_quantity(scalar(value, "a number"))
    if quantity.value < 0:
        raise Unreadable("out-of-range", found=value, limit="at least 0", mend="0")
    return quantity


PlainNumber = Annotated[Quantity, ReadBy(_number), said("plain_number")]
"""A number that is certain."""


class Covenants(Term):
    """What the clauses of an agreement say."""

    end_date: ExactDay | None = None
    """When the running royalty ends."""
    step_down_on_expiry: Flag | None = None
    """Whether the rate drops when patents lapse."""
    non_patent_part_priced: Flag | None = None
    """Whether know-how or other rights have a price of their own."""
    on_unlicensed_products: Flag | None = None
    """Whether the base includes products that do not use the licensed rights."""
    discriminatory: Flag | None = None
    """Whether like licensees pay materially different rates without reason."""
    set_with_third_parties: Flag | None = None
    """Whether the rate is agreed with other licensors."""
    formula_in_contract: Flag | None = None
    """Whether the calculation is written down."""
    country_of_use_split: Flag | None = None
    """Whether payments are split by country of use."""
    gross_up: Flag | None = None
    """Whether the payer bears the tax withheld."""
    tax_clause: Flag | None = None
    """Whether tax withheld, VAT and duties of certificates are allocated."""
    tied_to_imported_goods: Flag | None = None
    """Whether the royalty is a condition of the sale of imported goods."""
    grant_back: Literal["none", "non_exclusive", "exclusive", "assignment"] | None = None
    """What of the licensee's improvements goes to the licensor."""
    grant_back_paid: Flag | None = None
    """Whether the licensor pays for it."""
    no_challenge: Literal["none", "terminate_if_challenged", "prohibited"] | None = None
    """What happens where the licensee challenges validity."""
    package: Literal["none", "optional", "forced"] | None = None
    """Whether rights come along that the licensee does not want."""
    tie_in: Flag | None = None
    """Whether other goods or services must be bought."""
    input_source: Flag | None = None
    """Whether inputs come only from the licensor or a source it names."""
    resale_price: Literal["none", "recommended", "maximum", "minimum", "fixed"] | None = None
    """What is agreed on resale prices."""
    output_cap: Literal["none", "licensee_only", "reciprocal"] | None = None
    """Whose volumes are limited."""
    territory_limit: Flag | None = None
    """Whether the territory of sales is limited."""
    customer_limit: Flag | None = None
    """Whether groups of customers are reserved or barred."""
    passive_sales_ban: Flag | None = None
    """Whether unsolicited sales are barred."""
    market_split_between_competitors: Flag | None = None
    """Whether competitors allocate markets or customers."""
    rd_limit: Flag | None = None
    """Whether own research is limited."""
    own_technology_limit: Flag | None = None
    """Whether exploiting own technology is limited."""
    rival_technology_ban: Flag | None = None
    """Whether rival technology may not be used or dealt in."""
    use_ban_after_expiry: Flag | None = None
    """Whether use is barred after the rights end."""
    licensor_free_termination: Flag | None = None
    """Whether the licensor may end it without cause or cure."""
    value_transfer_to_stay_out: Flag | None = None
    """Whether something is paid or given for a later entry."""
    injunction_against_willing_licensee: Flag | None = None
    """Whether an injunction is kept although the licensee is willing."""
    insolvency_election_text: Flag | None = None
    """Whether it says what the licensee may elect in the licensor's insolvency."""
    us_manufacture: Literal["yes", "no", "waiver"] | None = None
    """Whether substantial manufacture in the US is undertaken."""
    registration_duty: Flag | None = None
    """Whether it says who registers the licence or contract."""
    export_approval_condition: Flag | None = None
    """Whether closing or delivery waits for export approval."""
    evidence_transfer_rule: Flag | None = None
    """Whether there is a rule on sending evidence abroad."""
    improvement_ownership_stated: Flag | None = None
    """Whether the ownership of improvements is agreed."""


class PartyFacts(Term):
    """Facts of the two sides."""

    licensor_country: Country | None = None
    """Where the side that grants or sells sits (the party's country)."""
    licensee_country: Country | None = None
    """Where the side that receives sits (the party's country)."""
    licensor_kind: (
        Literal["company", "sme", "midsize", "university", "public_research", "government", "npe"] | None
    ) = None
    """Who grants."""
    related: Flag | None = None
    """Whether the two are associated enterprises."""
    competitors: Flag | None = None
    """Whether they compete, actually or potentially, in technology or products."""
    combined_share_pct: PlainNumber | None = None
    """Their combined share of the relevant market, in percent."""
    max_single_share_pct: PlainNumber | None = None
    """The larger of their shares, in percent."""
    dominant: Flag | None = None
    """Whether either is presumed dominant."""
    independent_substitutes: PlainNumber | None = None
    """Substitute technologies that others control independently."""
    beneficial_owner: Flag | None = None
    """Whether the payee is the beneficial owner."""
    residence_shown: Flag | None = None
    """Whether the payee shows its residence as the treaty's rate asks."""
    associated_share: Text | None = None
    """The share that one holds in the other directly, or a common parent in both."""
    held_years: Text | None = None
    """For how many years that share has been held."""
    listed_low_tax: Flag | None = None
    """Whether the payee sits in a place that the payer's country lists as low-tax or non-cooperative."""
    former_local_rights: Flag | None = None
    """Whether a business in the payer's country once owned the rights."""
    approved: Flag | None = None
    """Whether the payer's authority has approved the rights for the reduced rate."""
    registered: Flag | None = None
    """Whether the patents are registered in the payer's country."""


class DealFacts(Term):
    """Facts of the transaction."""

    kind: (
        Literal[
            "licence", "assignment", "option", "cross_licence", "settlement", "pool", "jv", "collaboration"
        ]
        | None
    ) = None
    """What form it has, where its own kind does not say."""
    exclusivity: Literal["exclusive", "sole", "non_exclusive"] | None = None
    """Exclusive is also against the licensor (the grant's)."""
    date: ExactDay | None = None
    """When it is signed (the sheet's effective)."""
    value_usd: PlainNumber | None = None
    """Fair value in USD, contingent amounts included."""
    size_of_person_met: Flag | None = None
    """Whether the size-of-person test of US merger control is met."""
    all_commercially_significant_rights: Flag | None = None
    """Whether all commercially significant rights in a therapeutic area or indication go over."""
    licensor_keeps_manufacturing_only: Flag | None = None
    """Whether the licensor keeps no more than manufacture for the licensee, or co-rights."""
    market_countries: TerritoryField | None = None
    """Where products are sold or effects felt (the territory)."""
    manufacture_countries: TerritoryField | None = None
    """Where the technology is practised."""


class IpFacts(Term):
    """Facts of the rights."""

    types: (
        list[
            Literal[
                "patent",
                "know_how",
                "copyright",
                "software",
                "trademark",
                "design",
                "utility_model",
                "database",
                "data",
            ]
        ]
        | None
    ) = None
    """What kinds of rights (those of the assets)."""
    registered_countries: TerritoryField | None = None
    """Where they are granted (of the patents and designs)."""
    developed_in: TerritoryField | None = None
    """Where the research took place."""
    last_expiry: ExactDay | None = None
    """When the last licensed patent expires."""
    sector: Text | None = None
    """The sector (the asset's): semiconductor, display, battery, pharma, biotech, ai."""
    is_sep: Flag | None = None
    """Whether they are essential to a standard."""
    frand_commitment: Flag | None = None
    """Whether a FRAND declaration was made."""
    coowned: Flag | None = None
    """Whether a right is co-owned."""
    coowner_consent: Flag | None = None
    """Whether all co-owners consent in writing."""
    funding: list[Literal["private", "us_federal", "kr_state"]] | None = None
    """Who paid for the research."""
    employee_invention: Flag | None = None
    """Whether employees made it."""
    title_chain_documented: Flag | None = None
    """Whether assignment or agreed succession is on file."""
    inventor_compensation_rule: Flag | None = None
    """Whether a rule on compensation is in place and not capped away."""
    kr_nct: Literal["yes", "no", "unknown"] | None = None
    """Whether it is a Korean national core technology."""
    kr_advanced_strategic: Literal["yes", "no", "unknown"] | None = None
    """Whether it is a Korean national advanced strategic technology."""
    kr_strategic_item: Literal["yes", "no", "unknown"] | None = None
    """Whether it is a Korean strategic-item technology."""
    cn_export_class: Literal["free", "restricted", "prohibited", "unknown"] | None = None
    """Its class in China's export catalogue."""
    cn_import_class: Literal["free", "restricted", "prohibited", "unknown"] | None = None
    """Its class in China's import catalogue."""
    owner_in_insolvency_law: Country | None = None
    """Which country's insolvency law would govern the licensor."""


class Context(Term):
    """Facts that surround an agreement."""

    parties: PartyFacts | None = None
    """Facts of the two sides."""
    deal: DealFacts | None = None
    """Facts of the transaction."""
    ip: IpFacts | None = None
    """Facts of the rights; of one asset they may stand under its own `context`."""


FACTS: Final[Mapping[str, type[Term]]] = {
    "covenants": Covenants, "parties": PartyFacts, "deal": DealFacts, "ip": IpFacts,
}  # fmt: skip
"""The lists, by the first part of the names that rules of law use."""


def fact_names() -> tuple[str, ...]:
    """Every fact, as rules of law name it: ``covenants.tie_in``, ``ip.is_sep``."""
    return tuple(f"{group}.{name}" for group, model in FACTS.items() for name in model.model_fields)


def where(name: str) -> str:
    """Where a sheet would state the fact that rules of law call *name*."""
    return name if name.startswith("covenants.") else f"context.{name}"
