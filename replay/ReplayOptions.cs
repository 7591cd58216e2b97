using System.Globalization;

namespace Engagement.Replay;

/// <summary>What was asked for on the command line, with what the environment says where it says nothing.</summary>
sealed record ReplayOptions(string File, Uri Url, string DataFolder)
{
    public const string Help =
        """
        engage replay FILE [options]

        Sends a file of events through the HTTP intake: our own events, one a line, or foreign records with a mapping.
        Sending a file again does no harm: every event that was taken before is a duplicate.

          --speed N|max      N times as fast as recorded, or as fast as can be (default max)
          --mapping NAME     a mapping that comes with the product, or a file (default: found by the first record)
          --url URL          where the product listens (default ENGAGE_URL, or http://localhost:8080)
          --key KEY          an API key (default ENGAGE_KEY, or the one made at the first start)
          --workspace NAME   whose key to take of those made at the first start (default demo)
          --batch N          events a request, 1 to 5000 (default 200)
          --until INSTANT    let the workspace's clock run on until then, at the end
          --resume           go on where a replay of this file was stopped
          --report FILE      where to write the report (default: in the data folder)

        In a rehearsal workspace the clock follows the events, so that what falls due between two of them happens in
        between. A live workspace takes the events as of now; its clock is the world's.
        """;

    const int BatchDefault = 200;
    const int BatchLimit = 5_000;

    /// <summary>Null for as fast as can be.</summary>
    public double? Speed { get; init; }

    public string? Mapping { get; init; }

    public string? Key { get; init; }

    public string Workspace { get; init; } = "demo";

    public int Batch { get; init; } = BatchDefault;

    public DateTimeOffset? Until { get; init; }

    public bool Resume { get; init; }

    public string? Report { get; init; }

    /// <exception cref="UsageException">It cannot be understood.</exception>
    public static ReplayOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var options = new ReplayOptions(
            "",
            Address(Near(environment("ENGAGE_URL") ?? "http://localhost:8080")),
            Path.GetFullPath(
                environment("ENGAGE_DATA") ?? "./data",
                environment("ENGAGE_FOLDER") ?? Directory.GetCurrentDirectory()))
        {
            Key = environment("ENGAGE_KEY"),
        };
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--speed" => options with { Speed = SpeedOf(Next()) },
                "--mapping" => options with { Mapping = Next() },
                "--url" => options with { Url = Address(Next()) },
                "--key" => options with { Key = Next() },
                "--workspace" => options with { Workspace = Next() },
                "--batch" => options with { Batch = BatchOf(Next()) },
                "--until" => options with { Until = Instant(Next()) },
                "--resume" => options with { Resume = true },
                "--report" => options with { Report = Next() },
                ['-', ..] => throw new UsageException($"There is no option '{args[i]}'."),
                _ when options.File.Length == 0 => options with { File = args[i] },
                _ => throw new UsageException($"One file at a time; '{args[i]}' is one too many."),
            };

            string Next() => ++i < args.Count ? args[i] : throw new UsageException($"'{args[i - 1]}' needs a value.");
        }

        return options.File.Length > 0 ? options : throw new UsageException("Which file?");
    }

    // The product may listen on several addresses, or on all that the machine has.
    static string Near(string listens) => listens.Split(';')[0].Replace("//*", "//localhost", StringComparison.Ordinal)
        .Replace("//+", "//localhost", StringComparison.Ordinal);

    static Uri Address(string text) => Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url)
        ? url
        : throw new UsageException($"'{text}' is not an address.");

    static double? SpeedOf(string text) => text == "max"
        ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var times) &&
            times > 0 && double.IsFinite(times)
            ? times
            : throw new UsageException($"'--speed {text}': a number above 0, or max.");

    static int BatchOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) &&
            count is > 0 and <= BatchLimit
            ? count
            : throw new UsageException($"'--batch {text}': a number from 1 to {BatchLimit}.");

    static DateTimeOffset Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        ? at.ToUniversalTime()
        : throw new UsageException($"'--until {text}': an instant, for example 2026-03-09T12:00:00Z.");
}

/// <summary>The command line cannot be understood.</summary>
sealed class UsageException(string message) : Exception(message);
