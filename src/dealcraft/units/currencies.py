"""ISO 4217 codes in use, and what became of retired ones.

Source: ISO 4217 list one (active) and list three (historic), as maintained by SIX on 2026-01-01.
"""

from __future__ import annotations

from typing import Final

CURRENCIES: Final = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR
    RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD
    TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()
)
"""Codes of money that a term sheet may name."""

RETIRED: Final = {
    "ANG": "XCG", "ATS": "EUR", "BEF": "EUR", "BGN": "EUR", "BYR": "BYN", "CUC": "CUP", "CYP": "EUR", "DEM": "EUR",
    "EEK": "EUR", "ESP": "EUR", "FIM": "EUR", "FRF": "EUR", "GRD": "EUR", "HRK": "EUR", "IEP": "EUR", "ITL": "EUR",
    "LTL": "EUR", "LUF": "EUR", "LVL": "EUR", "MRO": "MRU", "MTL": "EUR", "NLG": "EUR", "PTE": "EUR", "SIT": "EUR",
    "SKK": "EUR", "SLL": "SLE", "STD": "STN", "TRL": "TRY", "VEB": "VES", "VEF": "VES", "ZMK": "ZMW", "ZWL": "ZWG",
}  # fmt: skip
"""Retired code to the code that replaced it."""

SYMBOLS: Final = {
    "$": ("USD", "AUD", "CAD"), "€": ("EUR",), "£": ("GBP",), "¥": ("JPY", "CNY"), "₩": ("KRW",), "￦": ("KRW",),
    "₹": ("INR",), "₫": ("VND",),
}  # fmt: skip
"""A symbol and the codes it is most often used for."""
