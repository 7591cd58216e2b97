using System.Collections.Immutable;
using Engagement.Customers;

namespace Engagement.Loyalty;

/// <summary>Books every fact about points twice: out of one account, into another.</summary>
public static class Ledger
{
    /// <summary>The movements of one fact; none when it is not about points.</summary>
    /// <param name="before">The customer before the fact.</param>
    /// <param name="at">The time of the input the fact came from.</param>
    public static ImmutableArray<LedgerEntry> Entries(Customer before, Fact fact, DateTimeOffset at) => fact switch
    {
        Fact.PointsEarned earned =>
        [
            new(
                $"{earned.Lot}/earned",
                earned.Programme,
                Accounts.Issued,
                Accounts.Pending,
                earned.Points,
                earned.OrderId,
                at),
        ],
        Fact.PointsMatured { Points: > 0 and var points } matured =>
        [
            Entry(Points.Find(before, matured.Lot), "matured", Accounts.Pending, Accounts.Available, points, at),
        ],
        Fact.PointsClawedBack clawed => ClawedBack(Points.Find(before, clawed.Lot), clawed, at),
        _ => [],
    };

    static ImmutableArray<LedgerEntry> ClawedBack(PointsLot lot, Fact.PointsClawedBack clawed, DateTimeOffset at)
    {
        var entries = ImmutableArray.CreateBuilder<LedgerEntry>(2);
        Take(Accounts.Pending, clawed.FromPending);
        Take(Accounts.Available, clawed.FromAvailable);
        return entries.DrainToImmutable();

        void Take(string account, long points)
        {
            if (points > 0)
            {
                var movement = $"clawed-back/{clawed.Occurrence}/{account}";
                entries.Add(Entry(lot, movement, account, Accounts.ClawedBack, points, at));
            }
        }
    }

    static LedgerEntry Entry(
        PointsLot lot, string movement, string from, string to, long points, DateTimeOffset at) =>
        new($"{lot.Id}/{movement}", lot.Programme, from, to, points, lot.OrderId, at);
}
