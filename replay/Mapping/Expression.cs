using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Engagement.Replay;

/// <summary>How a value of an event is made. One of which the record says nothing is left out.</summary>
abstract partial record Expression
{
    public abstract JsonNode? Of(Scope scope);

    /// <summary>The same whatever the record says.</summary>
    public sealed record Fixed(JsonNode Node) : Expression
    {
        public override JsonNode? Of(Scope scope) => Node.DeepClone();
    }

    /// <summary>Text with <c>{path}</c> in it; left out when one of the paths leads nowhere.</summary>
    public sealed partial record Template(string Text) : Expression
    {
        public override JsonNode? Of(Scope scope) => Fill(scope) is { } text ? JsonValue.Create(text) : null;

        public string? Fill(Scope scope)
        {
            var result = new StringBuilder();
            var at = 0;
            foreach (Match place in Place().Matches(Text))
            {
                if (scope.Text(place.Groups[1].Value) is not { } value)
                {
                    return null;
                }

                result.Append(Text, at, place.Index - at).Append(value);
                at = place.Index + place.Length;
            }

            return result.Append(Text, at, Text.Length - at).ToString();
        }

        [GeneratedRegex(@"\{([A-Za-z0-9_.-]+)\}")]
        private static partial Regex Place();
    }

    /// <summary>The value as the record has it: a number stays a number.</summary>
    public sealed record Verbatim(string Path) : Expression
    {
        public override JsonNode? Of(Scope scope) =>
            scope.Values(Path).Select(value => JsonNode.Parse(value.GetRawText())).FirstOrDefault();
    }

    /// <summary>The sum of decimal amounts, in minor units.</summary>
    public sealed record Money(string Path, string Currency, int Digits) : Expression
    {
        public override JsonNode? Of(Scope scope)
        {
            var amounts = scope.Values(Path).ToList();
            return amounts.Count == 0 ? null : new JsonObject
            {
                ["amount"] = Minor(amounts.Sum(amount => Decimal(amount.ToString()))),
                ["currency"] = Currency,
            };
        }

        const NumberStyles Amounts = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;

        long Minor(decimal amount)
        {
            for (var digit = 0; digit < Digits; digit++)
            {
                amount *= 10;
            }

            return amount == decimal.Truncate(amount)
                ? (long)amount
                : throw new RecordException($"'{Path}' is finer than {Currency} has minor units.");
        }

        decimal Decimal(string text) =>
            decimal.TryParse(text, Amounts, CultureInfo.InvariantCulture, out var amount)
                ? amount
                : throw new RecordException($"'{text}' at '{Path}' is no amount of money.");
    }

    public sealed record Instant(string Path) : Expression
    {
        public override JsonNode? Of(Scope scope) => Time(scope, Path, LocalTimes.Instant);
    }

    public sealed record EndOfDay(string Path) : Expression
    {
        public override JsonNode? Of(Scope scope) => Time(scope, Path, LocalTimes.EndOfDay);
    }

    /// <summary>A list made of another list, item by item.</summary>
    public sealed record Each(string Path, Expression Item) : Expression
    {
        public override JsonNode? Of(Scope scope) => new JsonArray(
            [.. scope.Values(Path + "[]").Select(item => Item.Of(scope with { Record = item }))]);
    }

    /// <summary>What a table says of a text.</summary>
    public sealed record Lookup(Template Key, string Table) : Expression
    {
        public override JsonNode? Of(Scope scope) =>
            Key.Fill(scope) is { } key && scope.Mapping.Tables[Table].TryGetValue(key, out var value)
                ? JsonValue.Create(value)
                : null;
    }

    public sealed record Members(IReadOnlyList<(string Name, Expression Value)> All) : Expression
    {
        public override JsonNode? Of(Scope scope)
        {
            var result = new JsonObject();
            foreach (var (name, value) in All)
            {
                if (value.Of(scope) is { } made)
                {
                    result[name] = made;
                }
            }

            return result;
        }
    }

    static JsonValue? Time(Scope scope, string path, Func<string, TimeZoneInfo, DateTimeOffset> read) =>
        scope.Text(path) is { } text ? JsonValue.Create(Rfc3339(scope.Mapping.Instant(text, read))) : null;

    public static string Rfc3339(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
