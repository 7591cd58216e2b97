using System.Text.Json;
using Engagement.Customers;
using Engagement.Loyalty;

namespace Engagement.Tests.Simulation;

/// <summary>
/// What must be true of the disk and the outside when a world has come to rest, whatever happened in it.
/// </summary>
static class Invariants
{
    public static IEnumerable<string> Broken(World world) =>
        world.Failures
            .Concat(Acknowledged(world))
            .Concat(Journals(world))
            .Concat(Balances(world))
            .Concat(Effects(world))
            .Concat(FollowUps(world))
            .Concat(Feeds(world));

    // G1 and G2.
    static IEnumerable<string> Acknowledged(World world)
    {
        var journaled = world.Disk.Journal.SelectMany(j => j.Value).Where(e => e.Event is not null)
            .GroupBy(e => e.Event!.Key.Id).ToDictionary(g => g.Key, g => g.Count());
        foreach (var id in world.Acknowledged.Where(id => !journaled.ContainsKey(id)))
        {
            yield return $"Event {id} was acknowledged and is not in the journal.";
        }

        foreach (var (id, times) in journaled.Where(j => j.Value > 1))
        {
            yield return $"Event {id} was applied {times} times.";
        }
    }

    // G3: one after another, gapless, and the state is the fold of the facts.
    static IEnumerable<string> Journals(World world)
    {
        foreach (var (key, entries) in world.Disk.Journal)
        {
            if (!entries.Select(e => e.Version).SequenceEqual(Enumerable.Range(1, entries.Count).Select(v => (long)v)))
            {
                yield return $"The journal of {key} has gaps or doubles.";
            }

            if (entries.Zip(entries.Skip(1)).Any(pair => pair.Second.At < pair.First.At))
            {
                yield return $"Time goes back in the journal of {key}.";
            }

            if (world.Disk.Snapshots.GetValueOrDefault(key) is { } snapshot &&
                Json(LoadedCustomer.From(key, snapshot, [.. entries.Where(e => e.Version > snapshot.Version)])) !=
                Json(LoadedCustomer.From(key, null, [.. entries])))
            {
                yield return $"Folding {key} from its snapshot gives another customer than folding it from the start.";
            }
        }
    }

    // G5.
    static IEnumerable<string> Balances(World world)
    {
        foreach (var (key, entries) in world.Disk.Journal)
        {
            var customer = LoadedCustomer.From(key, null, [.. entries]).Customer;
            var ledger = world.Disk.Ledger.Where(e => e.Key.Customer == key).Select(e => e.Value).ToList();
            var pending = Balance(ledger, Accounts.Pending);
            var available = Balance(ledger, Accounts.Available);
            if (pending != customer.Points.Pending || available != customer.Points.Available)
            {
                yield return $"The ledger of {key} says {pending} pending and {available} available; the state says " +
                    $"{customer.Points.Pending} and {customer.Points.Available}.";
            }

            if (pending < 0 || available < 0 || ledger.Exists(e => e.Points <= 0))
            {
                yield return $"{key} owes points: {pending} pending, {available} available.";
            }
        }
    }

    // G6: performed at least once, and never with two different contents.
    static IEnumerable<string> Effects(World world)
    {
        foreach (var key in world.Outside.Contradictions)
        {
            yield return $"Effect {key} was performed with two different contents.";
        }

        foreach (var row in world.Disk.Outbox.Values.Where(row => !row.Done || !Arrived(world, row)))
        {
            yield return $"Effect {row.Entry.Key} was committed and not performed.";
        }

        var doubled = world.Disk.Outbox.Values.GroupBy(row => (row.Customer, row.Entry.Key)).Where(g => g.Count() > 1);
        foreach (var rows in doubled)
        {
            yield return $"Effect {rows.Key.Key} was committed {rows.Count()} times.";
        }
    }

    // G4.
    static IEnumerable<string> FollowUps(World world)
    {
        foreach (var entry in world.Disk.Journal.SelectMany(j => j.Value).Where(e => e.Kind == "follow-up"))
        {
            var due = JsonDocument.Parse(entry.Input).RootElement.GetProperty("due").GetDateTimeOffset();
            if (entry.At < due)
            {
                yield return $"A follow-up due at {due:O} fired early, at {entry.At:O}.";
            }
        }

        var now = world.Clock.GetUtcNow();
        foreach (var (key, row) in world.Disk.Due.Where(row => row.Value.At < now - World.Patience))
        {
            yield return $"{key} has been due since {row.At:O} and was never woken; it is {now:O}.";
        }

        foreach (var (key, entries) in world.Disk.Journal)
        {
            var next = LoadedCustomer.From(key, null, [.. entries]).Customer.NextDue;
            if (next != world.Disk.Due.GetValueOrDefault(key)?.At)
            {
                var said = world.Disk.Due.GetValueOrDefault(key)?.At;
                yield return $"{key} waits until {next:O}, and the due index says {said:O}.";
            }
        }
    }

    // G7: the feed's side of it.
    static IEnumerable<string> Feeds(World world)
    {
        foreach (var (workspace, feed) in world.Disk.Feeds)
        {
            if (!feed.Select(e => e.Position).SequenceEqual(Enumerable.Range(1, feed.Count).Select(p => (long)p)))
            {
                yield return $"The feed of {workspace} is not dense.";
            }
        }
    }

    static bool Arrived(World world, OutboxRow row) => row.Entry.Receiver == "email"
        ? world.Outside.Has(row.Customer, row.Entry.Key)
        : world.Disk.FeedKeys.Contains(
            (World.Workspace, $"{row.Customer.CustomerId}|{EffectId.Of(row.Customer, row.Entry.Key)}"));

    static long Balance(List<LedgerEntry> ledger, string account) =>
        ledger.Where(e => e.To == account).Sum(e => e.Points) - ledger.Where(e => e.From == account).Sum(e => e.Points);

    static string Json(LoadedCustomer loaded) => JsonSerializer.Serialize(loaded.Customer, CoreJson.Customer);
}
