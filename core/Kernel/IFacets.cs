namespace Engagement;

/// <summary>Something made of parts that know nothing of one another: each is asked for by its type.</summary>
public interface IFacets
{
    /// <exception cref="NotSupportedException">It has no such part.</exception>
    T Of<T>()
        where T : class;
}

/// <summary>A customer, as slices see it: the state of each, and the same after one more fact.</summary>
public interface ICustomer : IFacets
{
    /// <summary>The integrator's id, normalised at the door.</summary>
    string Id { get; }

    /// <summary>The customer after one more fact; the same object when it changes nothing.</summary>
    ICustomer Evolve(Fact fact);
}
