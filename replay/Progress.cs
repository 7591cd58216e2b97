namespace Engagement.Replay;

/// <summary>Says how far a replay is: in one line that is rewritten, or in lines where nobody looks on.</summary>
sealed class Progress(TimeProvider clock)
{
    readonly TimeSpan _every = Console.IsErrorRedirected ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(0.5);

    public static void Say(string trouble) => Console.Error.WriteLine($"\n{trouble}");

    public async Task Watch(Task playing, Outcome outcome)
    {
        using var timer = new PeriodicTimer(_every, clock);
        var begun = clock.GetTimestamp();
        while (true)
        {
            var tick = timer.WaitForNextTickAsync().AsTask();
            if (await Task.WhenAny(playing, tick) == playing)
            {
                break;
            }

            Show(outcome, clock.GetElapsedTime(begun));
        }

        await playing;
        Show(outcome, clock.GetElapsedTime(begun));
        Console.Error.WriteLine();
    }

    static void Show(Outcome outcome, TimeSpan elapsed)
    {
        var rate = outcome.Records / Math.Max(0.001, elapsed.TotalSeconds);
        var line = $"{outcome.Records} records, {outcome.Accepted} accepted, {outcome.Duplicates} duplicates, " +
            $"{outcome.Refused} refused, {outcome.Fired} follow-ups fired, at {outcome.LastAt:yyyy-MM-dd HH:mm} UTC, " +
            $"{rate:0}/s";
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(line);
        }
        else
        {
            Console.Error.Write($"\r{line}   ");
        }
    }
}
