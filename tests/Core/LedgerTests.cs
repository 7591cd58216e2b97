using Engagement.Loyalty;
using Engagement.Tests.Definitions;
using Engagement.Tests.Support;
using FsCheck.Xunit;
using static Engagement.Tests.Core.Spec;

namespace Engagement.Tests.Core;

/// <summary>
/// What no sequence of purchases may do to points. That balances are the ledger's sums, and never below nothing, is
/// checked after every turn by <see cref="Spec"/>.
/// </summary>
[Properties(Arbitrary = [typeof(Happenings)], MaxTest = 200 / Cases.Divisor, EndSize = 40)]
public sealed class LedgerTests
{
    [Property]
    public void Each_order_earns_and_matures_once_and_loses_no_more_than_it_earned(Bought[] purchases)
    {
        var spec = new Spec(Starter.Catalogue);
        Tell(spec, purchases, Start);

        Assert.All(spec.Ledger.GroupBy(entry => (entry.Programme, entry.OrderId)), order =>
        {
            Assert.InRange(order.Count(entry => entry.To == Accounts.Pending), 0, 1);
            Assert.InRange(order.Count(entry => entry.To == Accounts.Available), 0, 1);
            Assert.InRange(Sum(order, Accounts.ClawedBack), 0, Sum(order, Accounts.Pending));
        });
    }

    [Property]
    public void What_is_told_again_under_other_names_pays_nothing_more(Bought[] purchases)
    {
        var spec = new Spec(Starter.Catalogue);
        Tell(spec, purchases, Start);
        var earned = spec.Ledger.Where(entry => entry.From == Accounts.Issued).ToArray();

        Tell(spec, purchases, Start.AddYears(10));

        Assert.Equal(earned, spec.Ledger.Where(entry => entry.From == Accounts.Issued));
    }

    static void Tell(Spec spec, Bought[] purchases, DateTimeOffset start)
    {
        var now = start;
        foreach (var bought in purchases)
        {
            now = now.AddHours(bought.HoursLater);
            spec.Until(now).Hears(bought.Type, bought.Data, now);
        }

        spec.Until(now.AddYears(1));
    }

    static long Sum(IEnumerable<LedgerEntry> entries, string to) =>
        entries.Where(entry => entry.To == to).Sum(entry => entry.Points);
}
