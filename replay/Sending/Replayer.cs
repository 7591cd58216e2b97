using System.Text.Json.Nodes;

namespace Engagement.Replay;

/// <summary>Sends a recording in the order of the file, and lets time pass in between.</summary>
/// <param name="bookmark">Told the last line that is done with, after its answer came and the clock was moved.</param>
sealed class Replayer(Server server, Pace pace, int batchMax, bool movesClock, Action<long> bookmark)
{
    /// <summary>Items that were not taken for reasons of the server's are sent again so often.</summary>
    const int AttemptsMax = 20;

    readonly List<RecordedEvent> _batch = [];
    long _line;

    public Outcome Outcome { get; } = new();

    public async Task Play(Recording recording, long after, CancellationToken cancellation)
    {
        await foreach (var line in recording.Lines(after, cancellation))
        {
            if (line.Event is { } e)
            {
                if (_batch.Count > 0 && (_batch.Count >= batchMax || !pace.IsDue(e.At)))
                {
                    await Flush(cancellation);
                }

                await pace.Await(e.At, cancellation);
                _batch.Add(e);
            }
            else if (line.Flaw is not null)
            {
                Outcome.AddFlaw(line);
            }

            _line = line.Number;
        }

        if (_batch.Count > 0)
        {
            await Flush(cancellation);
        }
    }

    public async Task MoveClock(DateTimeOffset to, CancellationToken cancellation) =>
        Outcome.Fired += await server.MoveClock(to, cancellation);

    async Task Flush(CancellationToken cancellation)
    {
        var rest = _batch;
        for (var attempt = 1; rest.Count > 0; attempt++)
        {
            var answers = await server.Send(rest, movesClock, cancellation);
            rest = Settle(rest, answers, isLast: attempt == AttemptsMax);
            if (rest.Count > 0)
            {
                await server.Breathe(cancellation);
            }
        }

        if (movesClock && Outcome.LastAt is { } last)
        {
            await MoveClock(last, cancellation);
        }

        bookmark(_line);
        _batch.Clear();
    }

    List<RecordedEvent> Settle(
        List<RecordedEvent> events, IReadOnlyList<JsonObject> answers, bool isLast)
    {
        var again = new List<RecordedEvent>();
        foreach (var (e, answer) in events.Zip(answers))
        {
            if (!isLast && (string?)answer["code"] is "unavailable" or "internal")
            {
                again.Add(e);
            }
            else
            {
                Outcome.Add(e, answer);
            }
        }

        return again;
    }
}
