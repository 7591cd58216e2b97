using System.Text.Json;
using Engagement.Access;
using Engagement.Health;

namespace Engagement.Commands;

/// <summary>
/// <c>clock [--set-right]</c>: asks the running product what waits too far ahead since the machine's clock was ahead,
/// and brings it back to now.
/// </summary>
static class ClockCommand
{
    public static async Task<int> Run(Settings settings, string[] args)
    {
        if (args is not ([] or ["--set-right"]))
        {
            return Fail("clock takes nothing, or --set-right.", 2);
        }

        if (new KeyFile(settings).Read() is not { } keys)
        {
            return Fail($"there is no keys.json in {settings.DataFolder}. Start the product once: ./engage run");
        }

        // Many customers may have to be set right, one after another.
        using var http = new HttpClient
        {
            BaseAddress = new(settings.LocalUrl), Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Authorization = new("Bearer", keys.Operator);
        try
        {
            var setRight = args.Length == 1;
            using var answer = setRight
                ? await http.PostAsync(new Uri("/v1/clock/set-right", UriKind.Relative), null)
                : await http.GetAsync(new Uri("/v1/clock", UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            var ahead = (await answer.Content.ReadFromJsonAsync<FarAhead>())!;
            Say(ahead, setRight ? "set right" : "waiting");
            return ahead.Failed == 0
                ? 0
                : Fail($"{ahead.Failed} customer{(ahead.Failed == 1 ? "" : "s")} could not be set right; the log says "
                    + "why. Ask once more.");
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or OperationCanceledException)
        {
            return Fail($"{settings.LocalUrl} did not do it: {error.Message}");
        }
    }

    static void Say(FarAhead ahead, string what)
    {
        Console.WriteLine(
            $"More than {ClockRepair.Tolerance.TotalHours} hour ahead of now (effects: "
            + $"{ClockRepair.EffectTolerance.TotalDays} days), {what}:");
        Console.WriteLine($"  customers whose own time is ahead      {ahead.Customers}");
        Console.WriteLine($"  effects that wait for a try            {ahead.Effects}");
        Console.WriteLine($"  customers who are due and left alone   {ahead.Wakes}");
        Console.WriteLine($"  agents who are locked out              {ahead.Accounts}");
    }

    static int Fail(string why, int code = 1)
    {
        Console.Error.WriteLine($"engage: {why}");
        return code;
    }
}
