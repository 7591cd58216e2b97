using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Alerts;
using Engagement.Customers;
using Engagement.Events;
using Engagement.Loyalty;
using Engagement.Messages;

namespace Engagement.Tests.Core;

/// <summary>
/// One customer, driven by inputs: given what came before, when this comes, then that follows. Every turn checks that
/// the customer and the ledger are what the facts make of them, that balances are the ledger's sums, that no effect key
/// has two contents, and that nothing is left due.
/// </summary>
sealed class Spec(Catalogue catalogue, string customerId = "ana")
{
    static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    readonly Dictionary<string, string> _effectsByKey = [];
    readonly List<LedgerEntry> _ledger = [];
    int _events;

    public Catalogue Catalogue => catalogue;

    public static DateTimeOffset Start { get; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public Customer Customer { get; private set; } = Customer.Unknown(customerId);

    public Decision Last { get; private set; } = Decision.Nothing(Customer.Unknown(customerId));

    public List<Fact> Facts { get; } = [];

    public List<Effect> Effects { get; } = [];

    public IReadOnlyList<LedgerEntry> Ledger => _ledger;

    public IEnumerable<SendMessage> Sent => Effects.OfType<SendMessage>();

    public IEnumerable<FeedItem.Raised> Raised =>
        Effects.OfType<TellAgents>().Select(told => told.Item).OfType<FeedItem.Raised>();

    /// <summary>The same customer under other definitions.</summary>
    public static Spec Continue(Spec before, Catalogue catalogue) =>
        new(catalogue) { Customer = before.Customer, _events = before._events };

    public static CustomerEvent Event(
        string type, EventData data, DateTimeOffset at, string id, string? json = null) =>
        new(new("test", id), type, at, data, json is null
            ? JsonSerializer.SerializeToUtf8Bytes(data, data.GetType(), _json)
            : System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>An event that is heard of when it happens, unless <paramref name="heardAt"/> says later.</summary>
    public Spec Hears(
        string type, EventData data, DateTimeOffset at, DateTimeOffset? heardAt = null, string? json = null) =>
        Take(new Input.EventArrived(Event(type, data, at, $"e{++_events}", json), heardAt ?? at));

    /// <summary>Lets time pass: wakes the customer whenever it wants to be woken, at that very instant.</summary>
    public Spec Until(DateTimeOffset to)
    {
        for (var wakes = 0; Customer.NextDue <= to; wakes++)
        {
            Assert.True(wakes < 1_000, "The customer wants to be woken again and again.");
            Take(new Input.FollowUpDue(Customer.NextDue.Value));
        }

        return this;
    }

    public Spec Agent(AgentAct act, DateTimeOffset at) => Take(new Input.AgentActed(act, at));

    public Spec Take(Input input)
    {
        Last = Decider.Decide(Customer, input, catalogue);
        var movements = new List<LedgerEntry>();
        foreach (var fact in Last.Facts)
        {
            movements.AddRange(Loyalty.Ledger.Entries(Customer.Points, [fact], input.Now));
            Customer = Customer.Evolve(Customer, fact);
        }

        Assert.Equal(Json(Customer), Json(Last.After));
        Assert.Equal(movements, Last.Ledger);
        _ledger.AddRange(movements);
        Facts.AddRange(Last.Facts);
        Effects.AddRange(Last.Effects);
        CheckLedger();
        CheckKeys();
        return this;
    }

    static string Json(Customer customer) => JsonSerializer.Serialize(customer, CoreJson.Customer);

    public static string Json(Effect effect) => JsonSerializer.Serialize(effect, CoreJson.Effect);

    public static string Json(ImmutableArray<Fact> facts) =>
        JsonSerializer.Serialize(facts, CoreJson.Facts);

    void CheckLedger()
    {
        Assert.Equal(_ledger.Count, _ledger.Select(entry => entry.Key).Distinct().Count());
        Assert.Equal(Customer.Points.Pending, Balance(Accounts.Pending));
        Assert.Equal(Customer.Points.Available, Balance(Accounts.Available));
        Assert.All(_ledger, entry => Assert.True(entry.Points > 0));
        Assert.True(Customer.Points.Pending >= 0 && Customer.Points.Available >= 0);
    }

    long Balance(string account) =>
        _ledger.Where(entry => entry.To == account).Sum(entry => entry.Points)
        - _ledger.Where(entry => entry.From == account).Sum(entry => entry.Points);

    void CheckKeys()
    {
        foreach (var effect in Last.Effects)
        {
            Assert.True(
                _effectsByKey.TryAdd(effect.Key, Json(effect)), $"The key '{effect.Key}' was used before.");
        }
    }
}
