using System.Collections.Immutable;

namespace Engagement.Loyalty;

/// <summary>Books every fact about points twice: out of one account, into another.</summary>
public static class Ledger
{
    /// <summary>The movements that these facts stand for; none when none is about points.</summary>
    /// <param name="before">The customer's points before the facts.</param>
    /// <param name="facts">All facts of one decision, in order.</param>
    /// <param name="at">The time of the input the facts came from.</param>
    public static ImmutableArray<LedgerEntry> Entries(
        PointsAccount before, ImmutableArray<Fact> facts, DateTimeOffset at)
    {
        ImmutableArray<LedgerEntry>.Builder? entries = null;
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case LoyaltyFact.PointsEarned earned:
                    Book(earned, "earned", Accounts.Issued, Accounts.Pending, earned.Points);
                    break;
                case LoyaltyFact.PointsMatured { Points: > 0 } matured:
                    Book(Lot(matured.Lot), "matured", Accounts.Pending, Accounts.Available, matured.Points);
                    break;
                case LoyaltyFact.PointsClawedBack clawed:
                    Take(clawed, Accounts.Pending, clawed.FromPending);
                    Take(clawed, Accounts.Available, clawed.FromAvailable);
                    break;
                default:
                    break;
            }
        }

        return entries?.DrainToImmutable() ?? [];

        void Take(LoyaltyFact.PointsClawedBack clawed, string account, long points)
        {
            if (points > 0)
            {
                var movement = $"clawed-back/{clawed.Occurrence}/{account}";
                Book(Lot(clawed.Lot), movement, account, Accounts.ClawedBack, points);
            }
        }

        void Book(in LotName lot, string movement, string from, string to, long points) =>
            (entries ??= ImmutableArray.CreateBuilder<LedgerEntry>(2)).Add(
                new($"{lot.Id}/{movement}", lot.Programme, from, to, points, lot.OrderId, at));

        LotName Lot(string id) => Find(before, facts, id);
    }

    /// <summary>A lot that was there before, or was earned by an earlier fact of the same decision.</summary>
    static LotName Find(PointsAccount before, ImmutableArray<Fact> facts, string id)
    {
        foreach (var lot in before.Lots)
        {
            if (lot.Id == id)
            {
                return new(lot.Id, lot.Programme, lot.OrderId);
            }
        }

        return facts.OfType<LoyaltyFact.PointsEarned>().First(earned => earned.Lot == id);
    }

    readonly record struct LotName(string Id, string Programme, string OrderId)
    {
        public static implicit operator LotName(LoyaltyFact.PointsEarned earned) =>
            new(earned.Lot, earned.Programme, earned.OrderId);
    }
}
