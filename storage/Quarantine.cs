namespace Engagement.Storage;

/// <summary>
/// Customers whose writes failed when they were tried alone. To look for them in a batch again and again would cost
/// everybody beside them: they are refused at once for a while, and then tried apart from all others.
/// </summary>
sealed class Quarantine(TimeProvider clock)
{
    /// <summary>Customers remembered. Beyond it the one that may soonest be tried again is forgotten.</summary>
    public const int CustomersMax = 1_000;

    const int DoublingsMax = 5;

    static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);

    /// <summary>After so long without a write of theirs they are like all others.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(10);

    readonly long _begun = clock.GetTimestamp();
    readonly Dictionary<CustomerKey, (int Failures, TimeSpan Until)> _suspects = [];

    // By the counter that never steps: a clock that is put back must not keep customers shut out.
    TimeSpan Now => clock.GetElapsedTime(_begun);

    public bool IsEmpty => _suspects.Count == 0;

    public bool Holds(CustomerKey customer) => _suspects.ContainsKey(customer);

    /// <summary>How long nothing of this customer is to be tried; null when it may be.</summary>
    public TimeSpan? Shut(CustomerKey customer) =>
        _suspects.TryGetValue(customer, out var suspect) && suspect.Until - Now is var left
        && left > TimeSpan.Zero
            ? left
            : null;

    public void Failed(CustomerKey customer)
    {
        var failures = _suspects.TryGetValue(customer, out var suspect) ? suspect.Failures : 0;
        Keep(customer, failures + 1, s_first * Math.Pow(2, Math.Min(failures, DoublingsMax)));
    }

    /// <summary>It waits for somebody else: nothing of it is refused, and nobody is to wait with it.</summary>
    public void SetApart(CustomerKey customer)
    {
        if (!Holds(customer))
        {
            Keep(customer, failures: 0, TimeSpan.Zero);
        }
    }

    public void Cleared(CustomerKey customer) => _suspects.Remove(customer);

    /// <summary>Who does not write any more is no reason for anybody to be written apart.</summary>
    public void Forget()
    {
        var since = Now - RememberedFor;
        foreach (var (customer, suspect) in _suspects)
        {
            if (suspect.Until < since)
            {
                _suspects.Remove(customer);
            }
        }
    }

    void Keep(CustomerKey customer, int failures, TimeSpan shutFor)
    {
        if (!Holds(customer) && _suspects.Count == CustomersMax)
        {
            _suspects.Remove(_suspects.MinBy(each => each.Value.Until).Key);
        }

        _suspects[customer] = (failures, Now + shutFor);
    }
}
