using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Events;
using Engagement.Schema;
using Engagement.Tests.Support;
using Json.Schema;

namespace Engagement.Tests.Intake;

/// <summary>
/// The published schema and the reader say the same of the same event. The schema is judged by a library that knows
/// nothing of us.
/// </summary>
public sealed class SchemaAgreementTests
{
    const int Generated = 1_000;
    const int Seed = 20_260_309;

    static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);

    static readonly EvaluationOptions s_strict = new() { RequireFormatValidation = true };

    static readonly Dictionary<string, JsonSchema> s_schemas = EventTypes.All.ToDictionary(
        type => type.Name, type => JsonSchema.FromText(type.Schema().ToJsonString()));

    [Fact]
    public void Every_example_of_the_documents_passes_both()
    {
        var examples = Directory.GetFiles(Repository.At("docs"), "*.md").SelectMany(Examples).ToList();

        Assert.True(examples.Count > EventTypes.All.Length, $"{examples.Count}");
        Assert.All(examples, example =>
        {
            Assert.True(Reads(example), example);
            Assert.True(Fits(example), example);
        });
    }

    [Fact]
    public void Any_event_passes_both_or_neither()
    {
        var random = new Random(Seed);
        var read = 0;
        for (var i = 0; i < Generated; i++)
        {
            var type = EventTypes.All[i % EventTypes.All.Length];
            var json = new Writer(random).Event(type);
            var reads = Reads(json);
            read += reads ? 1 : 0;

            Assert.True(reads == Fits(json), $"seed {Seed}, event {i}, read: {reads}: {json}");
        }

        Assert.InRange(read, Generated / 5, Generated * 4 / 5);
    }

    static bool Reads(string json) => new EventReader(s_now).Read(Encoding.UTF8.GetBytes(json), out _);

    static bool Fits(string json)
    {
        var e = JsonNode.Parse(json)!;
        var name = (string)e["type"]!;
        return s_schemas[name.StartsWith("custom.", StringComparison.Ordinal) ? "custom.your-name" : name]
            .Evaluate(e, s_strict).IsValid;
    }

    /// <summary>Whatever in a page begins as JSON, is whole, and says what events say.</summary>
    static IEnumerable<string> Examples(string file)
    {
        var page = File.ReadAllText(file);
        for (var at = page.IndexOf('{', StringComparison.Ordinal); at >= 0; at = page.IndexOf('{', at + 1))
        {
            if (Object(page[at..]) is { } text && JsonNode.Parse(text) is JsonObject members &&
                members.ContainsKey("occurredAt") && members.ContainsKey("type") && members.ContainsKey("data"))
            {
                yield return text;
            }
        }
    }

    static string? Object(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
        try
        {
            return reader.Read() && reader.TrySkip()
                ? Encoding.UTF8.GetString(bytes.AsSpan(0, (int)reader.BytesConsumed))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes events as their shape wants them; now and then a value has a rare form or a wrong one.</summary>
    sealed class Writer(Random random)
    {
        // Of all values: so that most events have none or one.
        const double OddShare = 0.06;

        static readonly string[] s_anything = ["null", "true", "7", "\"text\"", "[]", "{}"];

        public string Event(EventType type)
        {
            var data = type.IsCustom ? Custom() : Value(type.Data);
            var name = type.IsCustom ? "custom.level-reached" : type.Name;
            var members = new List<string>
            {
                $"\"id\":{Value(new DataSchema.Text(Identifier.LengthMax, TextForm.Identifier))}",
                $"\"type\":\"{name}\"",
                $"\"occurredAt\":{Value(new DataSchema.Instant())}",
                "\"customer\":\"ada\"",
                $"\"data\":{data}",
            };
            if (random.Next(2) == 0)
            {
                members.Add($"\"source\":{(random.Next(4) == 0 ? "null" : "\"shop\"")}");
            }

            return Object(members, canMiss: true);
        }

        string Value(DataSchema shape)
        {
            if (random.NextDouble() < OddShare / 4)
            {
                return Pick(s_anything);
            }

            var odd = random.NextDouble() < OddShare;
            return shape switch
            {
                DataSchema.Text text => odd ? Pick(Odd(text)) : Text(text.Form),
                DataSchema.Whole whole => odd ? Pick(Odd(whole)) : Number(random.NextInt64(whole.Min, whole.Max + 1)),
                DataSchema.Flag => odd ? "\"true\"" : Pick("true", "false"),
                DataSchema.Instant => odd ? Pick(s_instants) : "\"2026-03-02T09:30:00+01:00\"",
                DataSchema.List list =>
                    $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(list.Item)))}]",
                DataSchema.Open => Custom(),
                DataSchema.Members members => Members(members),
                _ => throw new NotSupportedException(shape.GetType().Name),
            };
        }

        string Members(DataSchema.Members shape)
        {
            var members = shape.All
                .Where(member => member.Required || random.Next(2) == 0)
                .Select(member => !member.Required && random.Next(6) == 0
                    ? $"\"{member.Name}\":null"
                    : $"\"{member.Name}\":{Value(member.Schema)}")
                .ToList();
            return Object(members, canMiss: true);
        }

        string Object(List<string> members, bool canMiss)
        {
            if (canMiss && members.Count > 0 && random.NextDouble() < OddShare / 4)
            {
                members.RemoveAll(member => !member.StartsWith("\"type\":", StringComparison.Ordinal) &&
                    random.Next(members.Count) == 0);
            }

            if (random.NextDouble() < OddShare / 4)
            {
                members.Add("\"unheardOf\":1");
            }

            return $"{{{string.Join(',', members.OrderBy(_ => random.Next()))}}}";
        }

        string Custom()
        {
            var order = Pick("\"1001\"", "1001", "1001.0", "null", "1001.5", "true", "\" 1\"", "\"null\"", "{}");
            return Object(["\"anything\":[1,{\"a\":null}]", $"\"orderId\":{order}"], canMiss: true);
        }

        static IEnumerable<string> Odd(DataSchema.Whole whole) =>
        [
            $"{Number(whole.Max)}.0", $"{Number(whole.Min)}.000", $"{Number(whole.Max)}e0", $"{Number(whole.Max)}0e-1",
            $"{Number(whole.Max)}.5", Number(whole.Min - 1), Number(whole.Max + 1), $"\"{Number(whole.Max)}\"",
            "1e20", "-1",
        ];

        static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

        static IEnumerable<string> Odd(DataSchema.Text text)
        {
            IEnumerable<string> sizes =
            [
                "\"\"", $"\"{new string('a', text.Max)}\"", $"\"{new string('a', text.Max + 1)}\"",
                $"\"{string.Concat(Enumerable.Repeat("\\u0061", Math.Min(text.Max, 5_000)))}\"",
            ];
            return sizes.Concat(text.Form switch
            {
                TextForm.Plain => ["\"a\\nb\"", "\" \""],
                TextForm.Line => ["\"a\\nb\"", "\"a\\u2028\"", "\"\\u00e9\"", "\"\\t\""],
                TextForm.Identifier =>
                [
                    "\" a\"", "\"a \"", "\"\\u2800\"", "\"\\u3000a\"", "\"null\"", "\"undefined\"", "\"NaN\"",
                    "\"[object Object]\"", "\"a b\"", "\"\\u00e9\"",
                    $"\"{string.Concat(Enumerable.Repeat("😀", 200))}\"",
                    $"\"{string.Concat(Enumerable.Repeat("😀", 201))}\"",
                ],
                TextForm.Slug => ["\"Email\"", "\"a--b\"", "\"a-b_c\"", "\"a b\""],
                TextForm.Email => ["\"ada\"", "\"a b@c\"", "\"ada@localhost\"", "\"a@b@c\""],
                TextForm.Url =>
                [
                    "\"HTTPS://x\"", "\"https:///x\"", "\"ftp://x\"", "\"https://x y\"", "\"http://[::1]:80/?a#b\"",
                    "\"http://x:y\"", "\"/x\"", "\"http://u:p@x.example\"", "\"https://x/<\"",
                ],
                TextForm.TimeZone => ["\"Europe Berlin\"", "\"../x\"", "\"Etc/GMT+12\""],
                TextForm.Locale => ["\"pt_BR\"", "\"und\"", "\"zh-Hant-TW\"", "\"e\""],
                TextForm.Country => ["\"XX\"", "\"de\"", "\"XK\"", "\"DEU\""],
                TextForm.Currency => ["\"XYZ\"", "\"XTS\"", "\"eur\"", "\"CLF\"", "\"HRK\""],
                _ => [],
            });
        }

        static readonly string[] s_instants =
        [
            "\"2026-03-02t09:30:00z\"", "\"2026-03-02T09:30:00+23:59\"", "\"2026-03-02T09:30:00-23:59\"",
            "\"2026-03-02T09:30:00.123456789Z\"", "\"2026-03-02T09:30:00\"", "\"2026-02-30T09:30:00Z\"",
            "\"2026-03-02 09:30:00Z\"", "\"2026-03-02T09:30:00+24:00\"", "\"10:00\"", "\"2026-03-02T24:00:00Z\"",
            "\"2026-03-02T09:30:00\\u002b01:00\"", "\"2024-02-29T00:00:00Z\"", "\"2026-13-01T00:00:00Z\"",
        ];

        string Text(TextForm form) => form switch
        {
            TextForm.Plain or TextForm.Line or TextForm.Identifier => Pick("\"kettle\"", "\"Teekessel 2\"", "\"ü\""),
            TextForm.Slug => Pick("\"email\"", "\"order-news\""),
            TextForm.Email => "\"ada@example.com\"",
            TextForm.Url => "\"https://shop.example/kettle?a=b\"",
            TextForm.TimeZone => Pick("\"Europe/Berlin\"", "\"UTC\""),
            TextForm.Locale => Pick("\"en\"", "\"pt-BR\""),
            TextForm.Country => Pick("\"DE\"", "\"BR\""),
            TextForm.Currency => Pick("\"EUR\"", "\"JPY\"", "\"KWD\""),
            _ => throw new NotSupportedException($"{form}"),
        };

        string Pick(params IEnumerable<string> values) => values.ElementAt(random.Next(values.Count()));
    }
}
