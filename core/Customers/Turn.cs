using System.Collections.Immutable;
using Engagement.Definitions;
using Engagement.Loyalty;
using Engagement.Orders;
using Engagement.Time;

namespace Engagement.Customers;

/// <summary>
/// One decision while it is being made: each fact is evolved at once, so that what comes next in the same turn already
/// knows it.
/// </summary>
sealed class Turn(Customer customer, DateTimeOffset now, Catalogue catalogue)
{
    /// <summary>Steps of journeys and lots of points that one turn may deal with; what remains stays due.</summary>
    public const int StepsMax = 256;

    readonly ImmutableArray<Fact>.Builder _facts = ImmutableArray.CreateBuilder<Fact>();
    ImmutableArray<Effect>.Builder? _effects;
    ImmutableArray<LedgerEntry>.Builder? _ledger;
    LocalZone? _zone;

    public Customer Customer { get; private set; } = customer;

    public DateTimeOffset Now => now;

    public Catalogue Catalogue => catalogue;

    /// <summary>Steps that may still be done in this turn.</summary>
    public int StepsLeft { get; private set; } = StepsMax;

    /// <summary>The customer's own zone, or the workspace's.</summary>
    public LocalZone Zone => _zone ??= LocalZone.Of(Customer.Contact.TimeZone ?? catalogue.TimeZone);

    public Order? Order(string? id) => id is null ? null : OrderBook.Find(Customer, id);

    /// <summary>Concludes something.</summary>
    public void Add(Fact fact) => Add(fact, Customer.Evolve(Customer, fact));

    /// <summary>Concludes something, unless it changes nothing that we know.</summary>
    public void Learn(Fact fact)
    {
        var next = Customer.Evolve(Customer, fact);
        if (!ReferenceEquals(next, Customer))
        {
            Add(fact, next);
        }
    }

    public void Do(Effect effect) => (_effects ??= ImmutableArray.CreateBuilder<Effect>()).Add(effect);

    /// <summary>Where the next fact will stand, for <see cref="Amend"/>.</summary>
    public int Mark => _facts.Count;

    /// <summary>Replaces a fact of this turn by one that leads to the same state.</summary>
    public void Amend(int mark, Fact fact) => _facts[mark] = fact;

    /// <summary>Takes one step of the turn's budget; false when it is used up.</summary>
    public bool Spend() => StepsLeft > 0 && StepsLeft-- > 0;

    public Decision Decision() => new(
        Customer, _facts.DrainToImmutable(), _effects?.DrainToImmutable() ?? [], _ledger?.DrainToImmutable() ?? []);

    public Decision Refused(string reason) => Customers.Decision.Nothing(Customer, reason);

    void Add(Fact fact, Customer next)
    {
        _facts.Add(fact);
        if (Ledger.Entries(Customer, fact, Now) is { IsEmpty: false } entries)
        {
            (_ledger ??= ImmutableArray.CreateBuilder<LedgerEntry>()).AddRange(entries);
        }

        Customer = next;
    }
}
