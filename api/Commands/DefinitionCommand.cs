using System.Globalization;
using System.Text.Json;
using Engagement.Access;
using Engagement.Definitions;

namespace Engagement.Commands;

/// <summary>
/// <c>definition WORKSPACE …</c>: asks the running product to put a version in force or take a definition out of it, to
/// choose the default brand, or to publish the starter definitions.
/// </summary>
static class DefinitionCommand
{
    const string Usage =
        "definition takes a workspace and one of: in-force KIND ID VERSION|none, default-brand ID, starter.";

    public static async Task<int> Run(Settings settings, string[] args)
    {
        if (args is not [var workspace, .. var rest] || Request(rest) is not { } request)
        {
            return Fail(Usage, 2);
        }

        if (new KeyFile(settings).Read()?.Workspaces.GetValueOrDefault(workspace) is not { } keys)
        {
            return Fail($"keys.json in {settings.DataFolder} has no key of a workspace '{workspace}'.");
        }

        using var asked = request;
        using var http = new HttpClient { BaseAddress = new(settings.LocalUrl) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", keys.Key);
        try
        {
            using var answer = await http.SendAsync(asked);
            if (!answer.IsSuccessStatusCode)
            {
                return Fail(await Why(answer));
            }

            Console.WriteLine(rest is ["starter"] ? await Published(answer) : Done(rest));
            return 0;
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or OperationCanceledException)
        {
            return Fail($"{settings.LocalUrl} did not do it: {error.Message}");
        }
    }

    static HttpRequestMessage? Request(string[] args) => args switch
    {
        ["in-force", var kind, var id, "none"] => new(HttpMethod.Delete, InForce(kind, id)),
        ["in-force", var kind, var id, var version]
            when int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            new(HttpMethod.Put, InForce(kind, id)) { Content = JsonContent.Create(new InForceRequest(number)) },
        ["default-brand", var id] => new(HttpMethod.Put, "/v1/definitions/default-brand")
        {
            Content = JsonContent.Create(new DefaultBrandRequest(id)),
        },
        ["starter"] => new(HttpMethod.Post, "/v1/definitions/starter"),
        _ => null,
    };

    static string InForce(string kind, string id) =>
        $"/v1/definitions/{Uri.EscapeDataString(kind)}/{Uri.EscapeDataString(id)}/in-force";

    static async Task<string> Why(HttpResponseMessage answer)
    {
        var why = await answer.Content.ReadFromJsonAsync<DefinitionProblemDocument>();
        var problems = why!.Problems.IsDefaultOrEmpty
            ? []
            : why.Problems.Select(problem => $"Line {problem.Line}, {problem.Path}: {problem.Message}");
        return string.Join(' ', [why.Detail, .. problems]);
    }

    static string Done(string[] args) => args switch
    {
        ["in-force", var kind, var id, "none"] => $"The {kind} '{id}' is out of force.",
        ["in-force", var kind, var id, var version] => $"Version {version} of the {kind} '{id}' is in force.",
        [_, var brand] => $"The brand '{brand}' is the default.",
        _ => "Done.",
    };

    internal static async Task<string> Published(HttpResponseMessage answer)
    {
        var made = (await answer.Content.ReadFromJsonAsync<DefinitionList>())!.Items;
        var (all, left) = (StarterDefinitions.All.Length, StarterDefinitions.All.Length - made.Count);
        var others = left == 0 ? "" : $" {left} {(left == 1 ? "is" : "are")} there already and left as "
            + $"{(left == 1 ? "it is" : "they are")}; a brand is published only where there is none.";
        return made.Count == 0
            ? $"Nothing was published: all {all} starter definitions are there already and left as they are."
            : $"Published {made.Count} of the {all} starter definitions: "
                + $"{string.Join(", ", made.Select(line => $"{line.Kind} {line.Id}"))}.{others}";
    }

    static int Fail(string why, int code = 1)
    {
        Console.Error.WriteLine($"engage: {why}");
        return code;
    }
}
