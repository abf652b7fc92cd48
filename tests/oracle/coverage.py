"""A database of answers in, the cases that reached each rule and each edge out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

RULES: dict[str, str] = {
    # What is due.
    "a number": "SELECT k FROM pledge WHERE NOT per_year AND per_pounds IS NULL AND NOT banded AND NOT record_only",
    "per year": "SELECT k FROM pledge WHERE per_year",
    "part of a contract year": "SELECT k FROM contract_year WHERE part <> '1'",
    "per amount of the value": "SELECT k FROM pledge WHERE per_pounds IS NOT NULL",
    "banded": "SELECT k FROM pledge WHERE banded",
    "below the first band": (
        "SELECT p.k FROM pledge p JOIN target t ON t.k = p.k AND t.pledge = p.ref WHERE p.banded AND t.target = '0'"
    ),
    "record only": "SELECT k FROM pledge WHERE record_only",
    "value not known": (
        "SELECT p.k FROM pledge p JOIN promised t ON t.k = p.k AND t.pledge = p.ref"
        " WHERE t.target IS NULL AND NOT p.record_only"
    ),
    **{
        f"rounding: {how}": (
            "SELECT p.k FROM pledge p JOIN target t ON t.k = p.k AND t.pledge = p.ref"
            f" WHERE p.rounding = '{how}' AND (p.per_year OR p.per_pounds IS NOT NULL) AND t.target IS NOT NULL"
        )
        for how in ("floor", "nearest", "ceiling")
    },
    "stretch": "SELECT k FROM pledge WHERE stretch IS NOT NULL",
    **{
        f"trajectory: {course}": (
            "SELECT p.k FROM pledge p JOIN promised t ON t.k = p.k AND t.pledge = p.ref JOIN asked a ON a.k = p.k"
            f" WHERE p.trajectory = '{course}' AND a.on_day < t.due_day"
        )
        for course in ("at due", "straight line", "milestones", "spend")
    },
    "spend beyond the value": (
        "SELECT s.k FROM spend s JOIN terms t ON t.k = s.k AND t.pledge = s.pledge WHERE compare(s.value, t.value) > 0"
    ),
    "spend not known": (
        "SELECT p.k FROM pledge p JOIN promised t ON t.k = p.k AND t.pledge = p.ref"
        " WHERE p.trajectory = 'spend' AND t.target IS NOT NULL AND t.due_to_date IS NULL"
    ),
    "before a start of its own": ("SELECT p.k FROM pledge p JOIN asked a ON a.k = p.k WHERE p.start > a.on_day"),
    **{f"variation: {kind}": f"SELECT k FROM terms WHERE kind = '{kind}'" for kind in ("rescale", "replace")},
    "variation: none": (
        "SELECT v.k FROM variation v JOIN asked a ON a.k = v.k WHERE v.effect = 'none' AND v.effective <= a.on_day"
    ),
    "variation: new quantity": "SELECT k FROM variation_day WHERE new_quantity IS NOT NULL",
    "variation: value": "SELECT k FROM variation_day WHERE value_change IS NOT NULL",
    "variation: new end moves Due": (
        "SELECT t.k FROM terms t JOIN terms o ON o.k = t.k AND o.pledge = t.pledge AND o.m = 0 WHERE t.due <> o.due"
    ),
    "variation: one after another": "SELECT k FROM terms WHERE m > 1",
    "variations that contradict each other": "SELECT k FROM terms WHERE NOT is_clear",
    # How much a line is.
    "weeks from dates": "SELECT k FROM read_line WHERE says = 'dates'",
    **{
        f"weeks by {convention}": (
            "SELECT k FROM stated JOIN read_line USING (k, file, row)"
            f" WHERE stated.says = 'dates' AND week_convention = '{convention}'"
        )
        for convention in ("working days", "completed weeks", "hours")
    },
    **{
        f"bank holidays of {nation} within a row's dates": (
            "SELECT s.k FROM stated s JOIN read_line l USING (k, file, row) JOIN house h USING (k)"
            f" WHERE s.says = 'dates' AND l.week_convention = 'working days' AND h.bank_holiday_nation = '{nation}'"
            f" AND working_days(l.first_day, l.last_day, '{nation}')"
            f" <> working_days(l.first_day, l.last_day, '{other}')"
        )
        for nation, other in (
            ("England", "none"),
            ("Wales", "none"),
            ("Scotland", "England"),
            ("Northern Ireland", "England"),
            ("none", "England"),
        )
    },
    "weeks of days attended": (
        "SELECT k FROM stated JOIN read_line USING (k, file, row)"
        " WHERE stated.says = 'days' AND week_convention = 'working days'"
    ),
    "days attended": "SELECT k FROM stated WHERE says = 'days' AND promised_unit = 'days'",
    "hours as weeks": (
        "SELECT k FROM stated JOIN read_line USING (k, file, row)"
        " WHERE stated.promised_unit = 'weeks' AND given_unit = 'hours' AND week_convention = 'hours'"
    ),
    "FTE by convention": (
        "SELECT k FROM stated JOIN read_line USING (k, file, row)"
        " WHERE conversion_unit = 'part time' AND (stated.says = 'person' OR given_unit = 'people')"
    ),
    "FTE by hours": (
        "SELECT k FROM stated JOIN read_line USING (k, file, row)"
        " WHERE conversion_unit = '' AND stated.promised_unit = 'FTE' AND stated.says = 'person'"
    ),
    "FTE years of dates": (
        "SELECT k FROM stated JOIN read_line USING (k, file, row)"
        " WHERE stated.promised_unit = 'FTE years' AND (stated.says = 'person' OR given_unit IN ('FTE', 'people'))"
    ),
    "converted": (
        "SELECT k FROM stated JOIN read_line USING (k, file, row)"
        " WHERE given_unit = conversion_unit OR (conversion_unit = 'days' AND stated.says = 'days')"
    ),
    "made up by another promise": "SELECT k FROM made_up WHERE compare(made_up, '0') > 0",
    "weeks still in post": "SELECT k FROM read_line WHERE says = 'dates' AND \"end\" IS NULL",
    "hours times attendees": "SELECT k FROM stated s JOIN line l USING (k, file, row) WHERE l.attendees IS NOT NULL",
    "staff hours": "SELECT k FROM stated s JOIN line l USING (k, file, row) WHERE l.staff IS NOT NULL",
    "not yet delivered": "SELECT k FROM barred WHERE reason = 'not-yet-delivered'",
    "late": "SELECT k FROM fulfilled WHERE compare(late, '0') > 0",
    # Running totals.
    "running total": "SELECT k FROM total WHERE n > 1",
    "correction": "SELECT k FROM measured WHERE compare(amount, '0') < 0",
    "no longer named": "SELECT k FROM measured WHERE says = 'correction'",
    "stock": "SELECT k FROM total t JOIN sent s USING (k, file) WHERE s.basis = 'in post' AND t.n > 1",
    "correction held back by an open row": (
        "SELECT m.k FROM measured m JOIN open_row o ON o.k = m.k AND o.file = m.file AND o.pledge = m.pledge"
        " JOIN total t ON t.k = m.k AND t.file = m.file AND t.pledge = m.pledge AND t.n > 1"
    ),
    "parts of a contract": "SELECT k FROM sent WHERE part <> '' AND status = 'counted'",
    # Which returns count.
    "return superseded": "SELECT k FROM sent WHERE status = 'superseded'",
    "return waiting": "SELECT k FROM sent WHERE status = 'waiting'",
    "return twice": "SELECT k FROM sent WHERE status = 'duplicate'",
    "nil return": "SELECT k FROM sent WHERE nil AND status = 'counted'",
    "return rejected": "SELECT k FROM sent WHERE status = 'rejected'",
    **{
        f"the log comes before what a return says of itself: {what}": (
            'SELECT r.k FROM "return" r JOIN sent s USING (k, file)'
            f" WHERE s.status = 'counted' AND s.{what} IS NOT r.{what}"
        )
        for what in ("supplier", "contract", "period_end", "basis")
    },
    "return not yet known": "SELECT k FROM sent WHERE status = 'not yet known'",
    # How returns came.
    **{
        f"a return that came {kind.replace('_', ' ')}": f"SELECT k FROM period_conduct WHERE kind = '{kind}'"
        for kind in ("on_time", "late_within_grace", "late", "undated")
    },
    "a return that is missing": "SELECT k FROM period_conduct WHERE kind = 'missing'",
    "a return that is not yet due": "SELECT k FROM period_conduct WHERE kind = 'to come'",
    "a return refused": "SELECT k FROM refused",
    "a return that says nil": "SELECT k FROM conduct WHERE kind = 'nil'",
    "one return for several periods": (
        "SELECT s.k FROM sent s JOIN asked_period p USING (k, supplier, contract)"
        " WHERE s.period_start <= p.first_day AND s.period_end > p.last_day"
    ),
    "a period that the contract's end cuts short": (
        "SELECT p.k FROM asked_period p JOIN contract c ON c.k = p.k AND c.ref = p.contract"
        " WHERE months_after(p.first_day, CASE c.returns_every WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END)"
        " > p.last_day + 1"
    ),
    # Promises of no contract.
    "voluntary delivered": ("SELECT f.k FROM fulfilled f WHERE f.contract IS NULL AND compare(f.counted, '0') > 0"),
    "voluntary: somebody who is counted under a contract too": (
        "SELECT m.k FROM measured m JOIN counting USING (id) JOIN measured o ON o.k = m.k AND o.person = m.person"
        " AND o.contract IS NOT NULL JOIN counting c ON c.id = o.id WHERE m.contract IS NULL AND m.person <> ''"
    ),
    "voluntary: due is not known without a start": (
        "SELECT p.k FROM pledge p JOIN promised g ON g.k = p.k AND g.pledge = p.ref"
        " WHERE p.contract IS NULL AND p.start IS NULL AND NOT p.record_only AND g.due_to_date IS NULL"
    ),
    "voluntary: nobody can tell whose a return is": "SELECT k FROM sent WHERE NOT is_owned",
    # What one party reports for another.
    "a subcontractor reports for another": (
        "SELECT m.k FROM measured m JOIN pledge p ON p.k = m.k AND p.ref = m.pledge WHERE p.supplier <> m.supplier"
    ),
    "a subcontractor without promises of its own": (
        "SELECT m.k FROM measured m"
        " WHERE NOT EXISTS (SELECT 1 FROM pledge p WHERE p.k = m.k AND p.supplier = m.supplier)"
    ),
    "a subcontractor's running total": (
        "SELECT t.k FROM total t JOIN pledge p ON p.k = t.k AND p.ref = t.pledge"
        " JOIN sent s ON s.k = t.k AND s.file = t.file WHERE s.supplier <> p.supplier AND t.n > 1"
    ),
    "one person from two parties": (
        "SELECT m.k FROM held h JOIN measured m USING (id) JOIN pledge p ON p.k = m.k AND p.ref = m.pledge"
        " JOIN measured o ON o.k = m.k AND o.person = m.person AND o.contract = m.contract AND o.supplier <> m.supplier"
        " WHERE h.reason LIKE 'duplicate-%' AND m.person || m.placement <> ''"
    ),
    "one document from two parties": (
        "SELECT m.k FROM measured m JOIN measured o ON o.k = m.k AND o.pledge = m.pledge AND o.supplier <> m.supplier"
        " AND o.evidence = m.evidence WHERE m.evidence <> ''"
    ),
    "a party that may not report for another": (
        "SELECT s.k FROM sent s JOIN line l ON l.k = s.k AND l.file = s.file"
        " JOIN pledge p ON p.k = l.k AND p.ref = l.pledge AND p.contract = s.contract"
        " WHERE s.status = 'counted' AND p.supplier <> s.supplier"
        " AND NOT EXISTS (SELECT 1 FROM named_line n WHERE n.k = l.k AND n.file = l.file AND n.row = l.row)"
    ),
    # Rows that are no plain delivery.
    **{
        reason: f"SELECT r.k FROM refusal r JOIN read_line l USING (k, file, row) WHERE r.reason = '{reason}'"
        for reason in (
            "unit-mismatch",
            "hours-need-attendees",
            "hours-per-week-needed",
            "hours-per-week-unlikely",
            "fte-years-need-dates",
            "quantity-part-person",
            "person-more-than-one",
            "quantity-negative",
            "quantity-too-large",
            "nil-contradicted",
            "quantity-needed",
            "quantity-pending",
            "quantity-not-applicable",
            "quantity-suppressed",
            "quantity-unclear",
        )
    },
    **{
        reason: f"SELECT k FROM barred WHERE reason = '{reason}'"
        for reason in ("dates-crossed", "dates-outside-period", "date-before-contract", "quantity-beyond-dates")
    },
    "one on a row without a column for quantities": "SELECT k FROM read_line WHERE says = 'one'",
    "named twice in one total": "SELECT k FROM named_twice",
    "single periods become part of a running total": "SELECT k FROM running WHERE runs AND basis = 'in period'",
    "a row that continues another": "SELECT k FROM named_line n WHERE says = 'continues'",
    # People, confirmations and offers.
    **{
        reason: f"SELECT m.k FROM held h JOIN measured m USING (id) WHERE h.reason = '{reason}'"
        for reason in ("duplicate-person", "duplicate-placement", "offer-disputed", "exclusive-group", "over-cap")
    },
    "cap as an amount": "SELECT k FROM capped JOIN taken USING (id) WHERE within IS NULL AND compare(cut, '0') > 0",
    "cap as a time": "SELECT k FROM capped JOIN taken USING (id) WHERE within IS NOT NULL AND compare(cut, '0') > 0",
    "a line cut in part": (
        "SELECT k FROM capped JOIN taken USING (id) WHERE compare(cut, '0') > 0 AND compare(counts, '0') > 0"
    ),
    "cap used up under two contracts": (
        "SELECT m.k FROM taken t JOIN measured m USING (id) JOIN capped c USING (id)"
        " JOIN capped o USING (k, type, unit, category, person) JOIN measured b ON b.id = o.id"
        " WHERE compare(t.cut, '0') > 0 AND o.n < c.n AND b.contract <> m.contract"
    ),
    **{
        f"said: {said}": f"SELECT k FROM saying WHERE says = '{said}'"
        for said in ("disputed", "third party confirmed", "beneficiary confirmed", "declined")
    },
    "a part of a line confirmed": (
        "SELECT a.k FROM parcel a JOIN parcel b ON b.line = a.line AND b.grade <> a.grade WHERE a.grade >= 2"
    ),
    "a claimed line confirmed": "SELECT k FROM parcel WHERE own_grade = 0 AND grade >= 2",
    "a dispute settled": (
        "SELECT c.k FROM known_confirmation c WHERE c.grade = 'offer test not honoured'"
        " AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.k = c.k AND d.number = c.number)"
    ),
    # What is committed.
    "committed to a day to come": 'SELECT k FROM word WHERE "end" > on_day',
    "committed without an End": 'SELECT k FROM word WHERE "end" IS NULL',
    "committed: a typed quantity counts from its Start on": (
        "SELECT s.k FROM stated s JOIN pledge p ON p.k = s.k AND p.ref = s.pledge"
        " WHERE p.committed AND s.says = 'number' AND s.start IS NOT NULL AND s.day < s.period_end"
    ),
    "a commitment said anew": "SELECT k FROM word WHERE amount_before IS NOT NULL",
    "a commitment shortened": "SELECT k FROM word WHERE compare(amount, amount_before) < 0",
    "a commitment of another grade": "SELECT k FROM word WHERE grade_before <> grade",
    "completed weeks that are committed": (
        "SELECT k FROM word JOIN read_line USING (k, file, row) WHERE week_convention = 'completed weeks'"
    ),
    "commitment-overlaps": "SELECT k FROM barred WHERE reason = 'commitment-overlaps'",
    "a commitment that waits after a total": "SELECT k FROM over_total WHERE is_commitment",
    "a single period that overlaps a running total": "SELECT k FROM over_total WHERE is_period",
    "words on one stay are one line": (
        "SELECT r.k FROM running r JOIN running o USING (k, pledge, part, line_of)"
        " WHERE r.line_of <> '' AND o.id <> r.id AND o.grade = r.grade"
    ),
    # Who is still there.
    "sustained": "SELECT m.k FROM staying s JOIN measured m USING (id) WHERE s.reason IS NULL",
    **{
        reason: f"SELECT m.k FROM staying s JOIN measured m USING (id) WHERE s.reason = '{reason}'"
        for reason in ("not-sustained", "not-yet-sustained", "sustained-not-known", "sustained-needs-start")
    },
    "sustained to the day of proof and no further": "SELECT k FROM stay WHERE last_day = proof",
    "two stays of one person": "SELECT k FROM stay WHERE n > 1",
    "counted is not known for want of proof": "SELECT k FROM not_told",
    # What lasted too short.
    **{
        reason: f"SELECT m.k FROM held h JOIN measured m USING (id) WHERE h.reason = '{reason}'"
        for reason in ("under-minimum-length", "length-not-told")
    },
    "exactly the minimum length": "SELECT k FROM long_enough WHERE least = minimum",
    "long enough in several rows": "SELECT k FROM long_enough WHERE rows > 1 AND reason IS NULL",
    "long enough in one run of several rows": (
        "SELECT v.k FROM long_enough v JOIN length_told t USING (k, pledge, name)"
        " WHERE v.consecutive AND v.reason IS NULL GROUP BY v.k, v.pledge, v.name"
        " HAVING compare(v.least, divided(max(t.all_days), CASE v.unit WHEN 'days' THEN '1' ELSE '5' END)) > 0"
    ),
    "interrupted": (
        "SELECT v.k FROM long_enough v JOIN length_told t USING (k, pledge, name) WHERE v.consecutive"
        " AND v.reason = 'under-minimum-length' AND v.unit = 'days' GROUP BY v.k, v.pledge, v.name"
        " HAVING compare(sum(t.all_days), v.minimum) >= 0"
    ),
    **{
        f"minimum in {unit}": f"SELECT k FROM long_enough WHERE unit = '{unit}' AND reason IS NULL"
        for unit in ("days", "weeks", "hours")
    },
    "a total's word for a length stands for those before": (
        "SELECT r.k FROM length_row r WHERE NOT EXISTS (SELECT 1 FROM length_told t"
        " WHERE t.k = r.k AND t.file = r.file AND t.row = r.row)"
    ),
    "days attended that are a run": "SELECT k FROM length_told WHERE consecutive AND most_run",
    "several people's days on one row": "SELECT k FROM long_enough WHERE several",
    # Shares of one thing.
    "a share of a line": "SELECT c.k FROM counting c WHERE c.share <> '1'",
    "a share in a running total": (
        "SELECT m.k FROM measured m JOIN total t USING (k, file, pledge)"
        " WHERE t.n > 1 AND m.share <> '1' AND m.says <> 'correction'"
    ),
    "shares of one thing within the whole": "SELECT k FROM claimed_share WHERE fits AND n > 1",
    "shares of one thing over 100": "SELECT k FROM claimed_share WHERE NOT fits",
    "a later claim that still fits": (
        "SELECT s.k FROM claimed_share s JOIN claimed_share o ON o.thing = s.thing AND o.n < s.n"
        " WHERE s.fits AND NOT o.fits"
    ),
    "shares of one thing between parties within the whole": "SELECT k FROM party_share WHERE fits AND n > 1",
    "shares of one thing between parties over 100": "SELECT k FROM party_share WHERE NOT fits",
    "a claim that was taken back": (
        "SELECT s.k FROM shown s JOIN measured m USING (id) JOIN claim c USING (k, supplier, type, unit, evidence)"
        " WHERE NOT s.claims AND compare(m.amount, '0') > 0"
    ),
    "a person divided": (
        "SELECT l.k FROM divided_person d JOIN person_line l USING (series) WHERE d.place > 1 AND d.reason IS NULL"
    ),
    "a person divided over 100": (
        "SELECT l.k FROM divided_person d JOIN person_line l USING (series) WHERE d.reason = 'share-over-100'"
    ),
    # Promises that hang together, and what is added up.
    "a part": "SELECT k FROM part_of",
    "a part of a part": "SELECT f.k FROM part_of f JOIN part_of g ON g.k = f.k AND g.whole = f.part",
    "parent of another unit": (
        "SELECT p.k FROM pledge p LEFT JOIN part_of f ON f.k = p.k AND f.part = p.ref"
        " WHERE p.parent IS NOT NULL AND f.part IS NULL"
    ),
    "either-or": "SELECT k FROM choice WHERE stands <> pledge",
    "either-or: nobody can tell which stands": (
        "SELECT c.k FROM choice c JOIN judged j ON j.k = c.k AND j.pledge = c.stands"
        " WHERE c.share_of_due IS NULL AND j.share_of_due IS NOT NULL"
    ),
    "either-or: a percentage": (
        "SELECT c.k FROM choice c JOIN pledge p ON p.k = c.k AND p.ref = c.pledge WHERE p.unit = '%'"
    ),
    "percentage of a promise": (
        "SELECT f.k FROM fulfilled f JOIN pledge p ON p.k = f.k AND p.ref = f.pledge"
        " WHERE p.share_whole IS NOT NULL AND f.counted IS NOT NULL"
    ),
    "percentage of a fact": (
        "SELECT f.k FROM fulfilled f JOIN pledge p ON p.k = f.k AND p.ref = f.pledge"
        " WHERE p.share_fact IS NOT NULL AND f.counted IS NOT NULL"
    ),
    "percentage of what is not known": (
        "SELECT f.k FROM fulfilled f JOIN pledge p ON p.k = f.k AND p.ref = f.pledge"
        " WHERE p.share_part IS NOT NULL AND f.state = 'reported' AND f.counted IS NULL"
    ),
    "percentage as typed": (
        "SELECT f.k FROM fulfilled f WHERE f.unit = '%' AND compare(f.counted, '0') > 0"
        " AND EXISTS (SELECT 1 FROM pledge p WHERE p.k = f.k AND p.ref = f.pledge AND p.share_part IS NULL)"
    ),
    "percentage-in-period": "SELECT k FROM refusal WHERE reason = 'percentage-in-period'",
    "outside-phase": "SELECT k FROM barred WHERE reason = 'outside-phase'",
    "each person once": "SELECT k FROM roll_up WHERE persons_once <> counted",
    "over the target": "SELECT k FROM roll_up WHERE compare(over_target, '0') > 0",
    "a sum that is not known": "SELECT k FROM roll_up WHERE not_known > 0 AND counted_known IS NOT NULL",
    # States and ratings.
    **{
        f"state: {state}": f"SELECT k FROM fulfilled WHERE state = '{state}'"
        for state in ("reported", "missing", "not due", "pending", "nil")
    },
    **{
        f"rating: {word}": f"SELECT k FROM fulfilled WHERE rating = '{word}'"
        for word in ("Good", "Approaching target", "Requires improvement", "Inadequate", "Other")
    },
    "below the counting grade": (
        "SELECT m.k FROM held h JOIN measured m USING (id) WHERE h.reason = 'below-counting-grade'"
    ),
    # House rules other than the defaults.
    "policy: claimed is enough to count": (
        "SELECT h.k FROM house h JOIN counted_line c ON c.k = h.k AND c.grade = 0 AND compare(c.counted, '0') > 0"
    ),
    "policy: documented is not enough to count": (
        "SELECT h.k FROM house h JOIN measured m USING (k) JOIN held d USING (id)"
        " WHERE h.counting_grade > 1 AND m.grade = 1 AND d.reason = 'below-counting-grade'"
    ),
    "policy: N/A is accepted": (
        "SELECT h.k FROM house h JOIN named_line n USING (k)"
        " WHERE h.not_applicable_accepted AND n.absence = 'not applicable'"
    ),
    "policy: other full-time hours": (
        "SELECT h.k FROM house h JOIN stated USING (k) JOIN line l USING (k, file, row) WHERE h.full_time_hours <> '37'"
        " AND ((l.hours_per_week IS NOT NULL AND stated.promised_unit IN ('FTE', 'FTE years', 'weeks'))"
        " OR (l.unit = 'hours' AND stated.promised_unit = 'weeks'))"
    ),
    "policy: a local unit": "SELECT k FROM fulfilled WHERE unit = 'meals' AND compare(counted, '0') > 0",
    "policy: other rating bands": (
        "SELECT f.k FROM fulfilled f JOIN band_in_force b USING (k)"
        " WHERE b.at_least NOT IN ('1', '9/10', '1/2') AND f.rated_share IS NOT NULL"
    ),
    "policy: other days for a return to come": (
        "SELECT p.k FROM asked_period p JOIN contract c ON c.k = p.k AND c.ref = p.contract JOIN house h ON h.k = p.k"
        " WHERE c.due_within IS NULL AND h.due_within <> 30"
    ),
    "policy: a rule that is not yet in force": (
        "SELECT h.k FROM house_rule h JOIN asked a USING (k) WHERE h.since > a.on_day"
    ),
    "days late": "SELECT k FROM fulfilled WHERE days_late IS NOT NULL",
    "short": "SELECT k FROM fulfilled WHERE compare(shortfall, '0') > 0",
}
"""Each rule by a name, with a query for the cases that it decided something in."""

EDGES: dict[str, str] = {
    "a return that came about the day it was due": """
        SELECT k FROM answered_period JOIN house USING (k)
        WHERE abs(first_known - due_day) <= 1 OR abs(first_known - due_day - late_grace) <= 1""",
    "a figure within one unit of a threshold": """
        SELECT f.k FROM fulfilled f JOIN (SELECT '1' AS share UNION SELECT '9/10' UNION SELECT '1/2') band
        WHERE compare(f.due_to_date, '0') > 0
          AND compare(minus(f.counted, times(f.due_to_date, band.share)), '1') <= 0
          AND compare(minus(f.counted, times(f.due_to_date, band.share)), '-1') >= 0""",
    "the day asked about is a boundary or beside one": """
        SELECT a.k FROM asked a JOIN promised t ON t.k = a.k AND abs(a.on_day - t.due_day) <= 1
        UNION SELECT a.k FROM asked a JOIN contract c ON c.k = a.k AND abs(a.on_day - c.start) <= 1
        UNION SELECT a.k FROM asked a JOIN milestone m ON m.k = a.k AND abs(a.on_day - m.day) <= 1
        UNION SELECT a.k FROM asked a JOIN variation v ON v.k = a.k AND abs(a.on_day - v.effective) <= 1
        UNION SELECT a.k FROM asked a JOIN "return" r ON r.k = a.k AND abs(a.on_day - r.period_end) <= 1""",
}
"""What lies so near a boundary that a fault of one would show."""


def reached(database: sqlite3.Connection) -> dict[str, int]:
    """Return how many cases of the database reached each rule and each edge."""
    return {name: len({row[0] for row in database.execute(query)}) for name, query in {**RULES, **EDGES}.items()}
