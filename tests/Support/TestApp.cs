using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Access;
using Engagement.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Support;

/// <summary>The whole product in this process: SQLite in a folder of its own, a server on a port of its own.</summary>
sealed class TestApp : IAsyncDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly WebApplication _app;
    readonly bool _ownsFolder;

    TestApp(WebApplication app, string folder, bool ownsFolder)
    {
        (_app, Folder, _ownsFolder) = (app, folder, ownsFolder);
        Address = new(app.Urls.First());
        Keys = app.Services.GetRequiredService<KeyFile>().Read()!;
        Anybody = Client(null);
        Demo = Client(Keys.Workspaces[FirstStart.Demo].Key);
        Operator = Client(Keys.Operator);
    }

    public Uri Address { get; }

    public string Folder { get; }

    /// <summary>What the first start made.</summary>
    public KeyRing Keys { get; }

    /// <summary>Without credential.</summary>
    public HttpClient Anybody { get; }

    /// <summary>With a key of the demo workspace that has every scope.</summary>
    public HttpClient Demo { get; }

    public HttpClient Operator { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="folder">An existing data folder, to start on what an earlier run left.</param>
    /// <param name="port">0 for any free one.</param>
    /// <param name="settings">More settings, as they are written on the command line.</param>
    public static async Task<TestApp> Start(string? folder = null, int port = 0, params string[] settings)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("engagement-").FullName;
        var app = Product.Build(
        [
            $"--ENGAGE_URL=http://127.0.0.1:{port}",
            $"--ENGAGE_DATA={data}",
            "--ENGAGE_DATABASE=",
            "--Logging:LogLevel:Default=Error",
            .. settings,
        ]);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            if (folder is null)
            {
                Directory.Delete(data, recursive: true);
            }

            throw;
        }

        return new(app, data, ownsFolder: folder is null);
    }

    public HttpClient Client(string? key)
    {
        // No cookies: a client is who its key says, and a test that wants a session asks for one.
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = Address,
        };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A new workspace with starter definitions, and a client with a key that has every scope.</summary>
    /// <param name="starter">Null leaves it to the product whether it has them.</param>
    public async Task<HttpClient> Workspace(string id, bool rehearsal = true, bool? starter = true)
    {
        var wanted = new NewWorkspace(id, id, rehearsal, Starter: starter);
        using var made = await Operator.PostAsJsonAsync("/v1/workspaces", wanted);
        made.EnsureSuccessStatusCode();
        return Client((await Key(id, [.. Scopes.OfKeys])).Secret);
    }

    public async Task<NewKey> Key(string workspace, params string[] scopes)
    {
        using var made = await Operator.PostAsJsonAsync(
            $"/v1/workspaces/{workspace}/keys", new KeyRequest("a key", scopes));
        made.EnsureSuccessStatusCode();
        return (await made.Content.ReadFromJsonAsync<NewKey>(Json))!;
    }

    /// <summary>An agent's browser: it has the session's cookie and says where its page came from.</summary>
    public async Task<HttpClient> SignIn(string workspace, string name, string password)
    {
        using var answer = await Anybody.PostAsJsonAsync("/v1/session", new SignInRequest(workspace, name, password));
        answer.EnsureSuccessStatusCode();
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        var browser = Client(null);
        browser.DefaultRequestHeaders.Add("Cookie", cookie);
        browser.DefaultRequestHeaders.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
        browser.DefaultRequestHeaders.Add(CsrfProtection.Header, "1");
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Anybody.Dispose();
        Demo.Dispose();
        Operator.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
