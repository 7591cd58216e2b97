using System.Globalization;
using System.Text.Json;
using Engagement.Customers;
using Engagement.Pumps;
using Engagement.Storage;

namespace Engagement.FollowUps;

/// <summary>Customers whose wake a process had in its hands when it ended.</summary>
sealed class WakeTrials(ISuspectCustomers suspects, CustomerWakes wakes, TimeProvider clock) : ITrials
{
    public string Kind => "the follow-ups";

    public async ValueTask<Trial?> Next(CancellationToken cancellation) =>
        await suspects.Next(clock.GetUtcNow(), cancellation) is { } suspect
            ? new(
                suspect.Suspicion,
                () => Do(suspect.Due),
                () => GiveUp(suspect.Due),
                () => wakes.GiveBack([suspect.Due.Customer]).AsTask())
            : null;

    async Task Do(DueCustomer due)
    {
        var now = clock.GetUtcNow();
        if (await suspects.Take(due.Customer, now, now + wakes.Lease, CancellationToken.None))
        {
            await wakes.Wake(due);
        }
    }

    async Task GiveUp(DueCustomer due)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"wake:{due.DueAt.UtcDateTime:O}");
        Effect again = new WakeAgain(key);
        var letter = new OutboxEntry(
            key, again.Receiver, due.DueAt, JsonSerializer.SerializeToUtf8Bytes(again, CoreJson.Effect));
        await suspects.GiveUp(due, letter, Suspicion.Reason, clock.GetUtcNow(), CancellationToken.None);
    }
}
