using System.Globalization;

namespace BehaviorDashboard.Benchmarks;

/// <summary>
/// The same questions in ClickHouse's SQL, each in the fastest ways that we know. Weeks, days and steps are bits, arrays or letters wherever that is quicker than
/// joins; calendars are whole divisions, which needs UTC. All of it is on the side of ClickHouse.
/// </summary>
internal static class EngineSql
{
    public const int Weeks = 12;
    public const int LifecycleWeeks = 13;
    public const int PathDepth = 5;

    /// <summary>Stands for the end of a path where a kind of event would.</summary>
    public const int PathEnd = 20;

    private const string Day = "86400000000";

    // Monday 2025-12-29, the week of the first day; the first of January.
    private const string FirstWeek = "1766966400000000";
    private const string FirstDay = "1767225600000000";
    private const string Week = $"intDiv(micros - {FirstWeek}, 7 * {Day})";

    public static IReadOnlyList<PeerQuery> Lifecycle { get; } = Both(new PeerQuery("weeks as bits", $"""
        SELECT {string.Join(", ", ((string[])["fresh", "stays", "back", "gone"]).Select(s => $"arraySum(arrayMap((n, p) -> n * p, sumForEach(arrayMap(p -> bitTest({s}, p), range(1, {LifecycleWeeks + 1}))), range(1, {LifecycleWeeks + 1})))"))} FROM (
            SELECT bitAnd(mask, bitNot(mask) + 1) AS fresh, bitAnd(mask, bitShiftLeft(mask, 1)) AS stays, bitAnd(bitAnd(mask, bitNot(bitShiftLeft(mask, 1))), bitNot(fresh)) AS back,
                   bitAnd(bitShiftLeft(mask, 1), bitNot(mask)) AS gone
            FROM (SELECT groupBitOr(bitShiftLeft(toUInt32(1), {Week} + 1)) AS mask FROM bench.events WHERE micros < {FirstWeek} + {LifecycleWeeks} * 7 * {Day} GROUP BY customer))
        """));

    public static IReadOnlyList<PeerQuery> TrendsOfCustomers { get; } = [.. ((string[])["uniqExact", "groupBitmap"]).SelectMany(Trends)];

    public static IReadOnlyList<PeerQuery> TrendsOfRevenue { get; } =
    [
        new PeerQuery("sum", $"""
            SELECT sum(v * (d + 1)) * 2 FROM (SELECT intDiv(micros - {FirstDay}, {Day}) AS d, channel, sum(value) AS v FROM bench.events WHERE kind = 8 GROUP BY d, channel)
            """),
    ];

    public static IReadOnlyList<PeerQuery> Paths { get; } =
    [
        .. Both(new PeerQuery("sorted arrays, edges counted", $"""
            SELECT (SELECT sum(length(paths)) FROM ({SessionKinds})), sum(n * edge) FROM (
                SELECT edge, count() AS n FROM (SELECT arrayJoin(paths) AS path FROM ({SessionKinds})) ARRAY JOIN {Edges} AS edge GROUP BY edge)
            """)),
        .. Both(new PeerQuery("sorted arrays, whole paths counted first", $"""
            SELECT sum(n), sum(n * arraySum({Edges})) FROM (SELECT arrayJoin(paths) AS path, count() AS n FROM ({SessionKinds}) GROUP BY path)
            """)),
    ];

    /// <summary>Ours also finds where sessions are entered and left, their median and their bins.</summary>
    public static IReadOnlyList<PeerQuery> Sessions { get; } =
    [
        .. Both(new PeerQuery("sorted arrays", $"""
            {SessionFigures} (SELECT customer, s[1].1 AS first, s[-1].1 AS last, length(s) AS events, arrayCount(x -> x.2 = 8, s) AS buys, arraySum(x -> x.3, s) AS revenue FROM (
                SELECT customer, arrayJoin(arraySplit((x, gap) -> gap > 1800000000, xs, arrayDifference(arrayMap(x -> x.1, xs)))) AS s
                FROM (SELECT customer, arraySort(groupArray((micros, kind, value))) AS xs FROM bench.events GROUP BY customer))) GROUP BY d)
            """)),
        new PeerQuery("window functions", $"""
            {SessionFigures} (SELECT customer, min(micros) AS first, max(micros) AS last, count() AS events, countIf(kind = 8) AS buys, sum(value) AS revenue FROM (
                SELECT customer, micros, kind, value, sum(starts) OVER (PARTITION BY customer ORDER BY micros) AS number FROM (
                    SELECT customer, micros, kind, value, micros - lagInFrame(micros, 1, 0) OVER (PARTITION BY customer ORDER BY micros ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) > 1800000000 AS starts FROM bench.events))
                GROUP BY customer, number) GROUP BY d)
            """),
    ];

    private static string SessionFigures => $"""
        SELECT sum(n * (d + 1)), sum(c * (d + 1)), sum(lasted), sum(bounced), sum(bought), sum(brought) FROM (
            SELECT intDiv(first - {FirstDay}, {Day}) AS d, count() AS n, uniqExact(customer) AS c, sum(last - first) AS lasted, countIf(events = 1 AND buys = 0) AS bounced, countIf(buys > 0) AS bought, sum(revenue) AS brought FROM
        """;

    // Kinds of each session in order, those that repeat the one before left out, cut off behind the last step that is shown.
    private static string SessionKinds => $"""
        SELECT arrayMap(s -> arraySlice(arrayCompact(arrayMap(x -> bitAnd(x, 15), s)), 1, {PathDepth}), arraySplit((x, gap) -> gap > 1800000000, xs, arrayDifference(arrayMap(x -> bitShiftRight(x, 4), xs)))) AS paths
        FROM (SELECT arraySort(groupArray(micros * 16 + kind)) AS xs FROM bench.events GROUP BY customer)
        """;

    private static string Edges => $"""
        arrayMap((step, former, next) -> step * 1024 + former * 32 + next, arrayEnumerate(arrayConcat(path, if(length(path) < {PathDepth}, [{PathEnd}], []))),
                 arraySlice(arrayConcat([0], path), 1, length(path) + (length(path) < {PathDepth})), arrayConcat(path, if(length(path) < {PathDepth}, [{PathEnd}], [])))
        """;

    public static IReadOnlyList<PeerQuery> Funnel(int[] kinds, int days) => Both(new PeerQuery("windowFunnel strict_once", $"SELECT {Levels(kinds.Length)} FROM (SELECT {WindowFunnel(kinds, days, "'strict_once'")} AS level FROM bench.events GROUP BY customer)"));

    /// <summary>Only who gets to the end is compared: a chain that stops before it is spoiled by what comes later in its window, which windowFunnel cannot say.</summary>
    public static IReadOnlyList<PeerQuery> ExcludedFunnel(int[] kinds, int days, int excluded)
    {
        var funnel = WindowFunnel(kinds, days, "'strict_once'");
        string Segments(string where) => $"SELECT *, countIf(kind = {excluded}) OVER (PARTITION BY customer ORDER BY micros) AS segment FROM bench.events {where}";
        var all = $"SELECT customer, {funnel} AS level, countIf(kind = {excluded}) AS excluded FROM bench.events GROUP BY customer";
        return
        [
            new PeerQuery("windowFunnel between excluded events", $"SELECT uniqExact(customer) FROM (SELECT customer, {funnel} AS level FROM ({Segments("")}) GROUP BY customer, segment) WHERE level = {kinds.Length}"),
            .. Both(new PeerQuery("the same only for those who get there and have one", $"""
                WITH through AS (SELECT customer, excluded FROM ({all}) WHERE level = {kinds.Length})
                SELECT (SELECT count() FROM through WHERE excluded = 0)
                     + (SELECT uniqExact(customer) FROM (SELECT customer, {funnel} AS level FROM ({Segments("WHERE customer IN (SELECT customer FROM through WHERE excluded > 0)")}) GROUP BY customer, segment) WHERE level = {kinds.Length})
                """)),
        ];
    }

    public static IReadOnlyList<PeerQuery> StrictFunnel(int[] kinds)
    {
        var letters = string.Concat(kinds.Select(k => (char)('A' + k)));
        var reached = string.Join(", ", Enumerable.Range(1, kinds.Length).Select(k => $"countIf(position(s, '{letters[..k]}') > 0)"));
        return
        [
            .. Both(new PeerQuery("a customer's events as letters", $"""
                SELECT {reached} FROM (SELECT arrayStringConcat(arrayMap(x -> char(65 + bitAnd(x, 15)), arraySort(groupArray(micros * 16 + kind)))) AS s FROM bench.events GROUP BY customer)
                """)),
            new PeerQuery("windowFunnel strict_order", $"SELECT {Levels(kinds.Length)} FROM (SELECT {WindowFunnel(kinds, 100, "'strict_order'")} AS level FROM bench.events GROUP BY customer)", "gives up at the first stranger"),
        ];
    }

    /// <summary>Five views, three carts, two purchases within the window of any event.</summary>
    public static IReadOnlyList<PeerQuery> AnyOrderFunnel(int days)
    {
        string Count(int kind, int most) => $"least({most}, countIf(kind = {kind}) OVER w)";
        string Array(int kind, int most) => $"least({most}, arrayCount(y -> bitAnd(y, 15) = {kind} AND y >= x AND y < bitShiftLeft(bitShiftRight(x, 4) + {days} * {Day} + 1, 4), xs))";
        return
        [
            // Frames reach 2^31 at most, so the window ends with a whole second.
            new PeerQuery("window functions over seconds", $"""
                SELECT {Levels(10)} FROM (SELECT customer, max(filled) AS level FROM (
                    SELECT customer, {Count(1, 5)} + {Count(5, 3)} + {Count(8, 2)} AS filled FROM bench.events WHERE kind IN (1, 5, 8)
                    WINDOW w AS (PARTITION BY customer ORDER BY intDiv(micros, 1000000) RANGE BETWEEN CURRENT ROW AND {days * 86_400} FOLLOWING)) GROUP BY customer)
                """, "in whole seconds"),
            .. Both(new PeerQuery("sorted arrays", $"""
                SELECT {Levels(10)} FROM (SELECT arrayMax(arrayMap(x -> {Array(1, 5)} + {Array(5, 3)} + {Array(8, 2)}, xs)) AS level FROM (
                    SELECT arraySort(groupArray(micros * 16 + kind)) AS xs FROM bench.events WHERE kind IN (1, 5, 8) GROUP BY customer))
                """)),
        ];
    }

    public static IReadOnlyList<PeerQuery> Retention(string where) =>
    [
        .. Both(new PeerQuery("weeks as bits, the two first events", $"""
            SELECT sum(size), sum(arraySum(arrayMap((n, k) -> n * (c * {Weeks} + k + 1), cells, range({Weeks})))) FROM (
                SELECT c, count() AS size, sumForEach(arrayMap(k -> if(k = 0, again, bitTest(mask, c + k)), range({Weeks}))) AS cells FROM (
                    SELECT intDiv(two[1] - {FirstWeek}, 7 * {Day}) AS c, length(two) > 1 AND intDiv(two[2] - {FirstWeek}, 7 * {Day}) = c AS again, mask FROM (
                        SELECT groupArraySorted(2)(micros) AS two, groupBitOr(bitShiftLeft(toUInt32(1), {Week})) AS mask FROM bench.events WHERE {where} GROUP BY customer))
                GROUP BY c)
            """)),
        new PeerQuery("weeks as bits, events of each week", $"""
            SELECT sum(size), sum(arraySum(arrayMap((n, k) -> n * (c * {Weeks} + k + 1), cells, range({Weeks})))) FROM (
                SELECT c, count() AS size, sumForEach(arrayMap(k -> if(k = 0, again, bitTest(mask, c + k)), range({Weeks}))) AS cells FROM (
                    SELECT customer, min(week) AS c, argMin(n, week) > 1 AS again, groupBitOr(bitShiftLeft(toUInt32(1), week)) AS mask FROM (
                        SELECT customer, {Week} AS week, count() AS n FROM bench.events WHERE {where} GROUP BY customer, week) GROUP BY customer)
                GROUP BY c)
            """),
    ];

    private static IEnumerable<PeerQuery> Trends(string unique)
    {
        var figures = $"SELECT intDiv(micros - {FirstDay}, {Day}) AS d, count() AS n, {unique}(customer) AS u FROM bench.events GROUP BY";
        yield return new PeerQuery($"{unique}, grouping sets", $"SELECT sum(n * (d + 1)), sum(u * (d + 1)) FROM ({figures} GROUPING SETS ((d, channel), (d)))");
        yield return new PeerQuery($"{unique}, one after the other", $"SELECT sum(n * (d + 1)), sum(u * (d + 1)) FROM ({figures} d, channel UNION ALL {figures} d)");
    }

    private static string WindowFunnel(int[] kinds, int days, string mode) =>
        string.Create(CultureInfo.InvariantCulture, $"windowFunnel({days * 86_400_000_000L}, {mode})(micros, {string.Join(", ", kinds.Select(k => $"kind = {k}"))})");

    private static string Levels(int steps) => string.Join(", ", Enumerable.Range(1, steps).Select(k => $"countIf(level >= {k})"));

    private static PeerQuery[] Both(PeerQuery query) => [query, query.InOrder()];
}
