using System.Text.Json;
using Engagement.Access;
using Engagement.Problems;
using Engagement.Workspaces;

namespace Engagement.Commands;

/// <summary><c>workspace NAME [--live]</c>: asks the running product for a workspace, a key and an agent.</summary>
static class WorkspaceCommand
{
    public static async Task<int> Run(Settings settings, string[] args)
    {
        if (args is not [var id, ..] || args is not ([_] or [_, "--live"]))
        {
            return Fail("workspace takes a name, and --live for one that is no rehearsal.", 2);
        }

        if (!WorkspaceName.Fits(id))
        {
            return Fail($"a workspace cannot be called '{id}': its name is {WorkspaceName.Expected}.", 2);
        }

        var file = new KeyFile(settings);
        if (file.Read() is not { } keys)
        {
            return Fail($"there is no keys.json in {settings.DataFolder}. Start the product once: ./engage run");
        }

        using var http = new HttpClient { BaseAddress = new(settings.LocalUrl) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", keys.Operator);
        try
        {
            var its = await Make(http, id, isLive: args.Length == 2);
            keys.Workspaces[id] = its;
            file.Write(keys);
            Console.WriteLine($"Workspace '{id}': sign in as '{its.Agent}', password '{its.Password}'.");
            Console.WriteLine($"Its API key: {its.Key}");
            return 0;
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or OperationCanceledException)
        {
            return Fail($"{settings.LocalUrl} did not do it: {error.Message}");
        }
    }

    static async Task<WorkspaceKeys> Make(HttpClient http, string id, bool isLive)
    {
        await Post<object>(http, "/v1/workspaces", new NewWorkspace(id, id, Rehearsal: !isLive));
        var key = await Post<NewKey>(
            http, $"/v1/workspaces/{id}/keys", new KeyRequest("first", [.. Scopes.OfKeys]));
        var agent = await Post<NewAgent>(http, $"/v1/workspaces/{id}/agents", new AgentRequest("agent"));
        return new(key.Secret, agent.Name, agent.Password);
    }

    static async Task<T> Post<T>(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body);
        if (answer.IsSuccessStatusCode)
        {
            return (await answer.Content.ReadFromJsonAsync<T>())!;
        }

        var why = await answer.Content.ReadFromJsonAsync<ProblemDocument>();
        var flaws = (why!.Errors ?? []).Select(flaw => $"{flaw.Reason} Expected: {flaw.Expected}.");
        throw new HttpRequestException(string.Join(' ', [why.Detail, .. flaws]));
    }

    static int Fail(string why, int code = 1)
    {
        Console.Error.WriteLine($"engage: {why}");
        return code;
    }
}
