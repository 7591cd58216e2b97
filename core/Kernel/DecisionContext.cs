using System.Collections.Immutable;

namespace Engagement;

/// <summary>
/// One decision while it is being made: each fact is evolved at once, so that what comes next in the same decision
/// already knows it.
/// </summary>
/// <param name="perform">Lets the slice that knows a command do it.</param>
sealed class DecisionContext(
    ICustomer customer, WorkspaceDefaults defaults, DateTimeOffset now, Action<Command, DecisionContext> perform)
{
    /// <summary>Steps of journeys and lots of points that one decision may deal with; what remains stays due.</summary>
    public const int StepsMax = 256;

    readonly ImmutableArray<Fact>.Builder _facts = ImmutableArray.CreateBuilder<Fact>();
    ImmutableArray<Effect>.Builder? _effects;

    public ICustomer Customer { get; private set; } = customer;

    public WorkspaceDefaults Defaults => defaults;

    public DateTimeOffset Now => now;

    /// <summary>Steps that may still be done in this decision.</summary>
    public int StepsLeft { get; private set; } = StepsMax;

    /// <summary>Why what was asked for cannot be done now; nothing then follows from it.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The state of a slice, as it now is.</summary>
    public T Of<T>()
        where T : class => Customer.Of<T>();

    /// <summary>Concludes something.</summary>
    public void Add(Fact fact) => Add(fact, Customer.Evolve(fact));

    /// <summary>Concludes something, unless it changes nothing that we know.</summary>
    public void Learn(Fact fact)
    {
        var next = Customer.Evolve(fact);
        if (!ReferenceEquals(next, Customer))
        {
            Add(fact, next);
        }
    }

    public void Do(Effect effect) => (_effects ??= ImmutableArray.CreateBuilder<Effect>()).Add(effect);

    /// <summary>Asks another slice to act; when this returns, it has.</summary>
    public void Give(Command command) => perform(command, this);

    public void Refuse(string reason) => Refusal = reason;

    /// <summary>Where the next fact will stand, for <see cref="Amend"/>.</summary>
    public int Mark => _facts.Count;

    /// <summary>Replaces a fact of this decision by one that leads to the same state.</summary>
    public void Amend(int mark, Fact fact) => _facts[mark] = fact;

    /// <summary>Takes one step of the budget; false when it is used up.</summary>
    public bool Spend() => StepsLeft > 0 && StepsLeft-- > 0;

    /// <summary>What was concluded and what must be done about it, in order. The context is empty after it.</summary>
    public (ImmutableArray<Fact> Facts, ImmutableArray<Effect> Effects) Drain() =>
        (_facts.DrainToImmutable(), _effects?.DrainToImmutable() ?? []);

    void Add(Fact fact, ICustomer next)
    {
        _facts.Add(fact);
        Customer = next;
    }
}
