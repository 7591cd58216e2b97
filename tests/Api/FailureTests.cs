using System.Net;
using System.Reflection;
using Engagement.Catalogues;
using Engagement.Customers;
using Engagement.Hosting;
using Engagement.Problems;
using Engagement.Storage;
using Engagement.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Engagement.Tests.Api;

/// <summary>What callers learn when a turn, a silo or the store fails under their request.</summary>
public sealed class FailureTests
{
    static readonly Exception s_conflict = new VersionConflictException(new("shop", "ada"), 1);

    public static TheoryData<string, Exception> Operating { get; } = new()
    {
        { "unavailable", new StoreUnavailableException("0a1b2c") },
        { "unavailable", new NpgsqlException("0a1b2c") },
        { "contended", s_conflict },
        { "silo-unavailable", new SiloUnavailableException("0a1b2c") },
        { "silo-unavailable", new OrleansException("0a1b2c") },
        { "unavailable", new OrleansException("0a1b2c", new StoreUnavailableException("0a1b2c")) },
        { "overloaded", new GatewayTooBusyException() },
        { "overloaded", new LimitExceededException("0a1b2c") },
        { "silo-unavailable", new TaskCanceledException("0a1b2c") },
        { "no-answer", new TimeoutException("0a1b2c") },
    };

    [Theory]
    [MemberData(nameof(Operating))]
    public async Task An_operating_failure_is_a_503_with_a_problem_of_its_own_and_a_time_to_come_back(
        string slug, Exception error)
    {
        await using var host = await Host.Start(error);

        using var answer = await host.Ask();
        var problem = await Told.Problem(answer, ProblemKind.All.Single(kind => kind.Slug == slug));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.DoesNotContain("0a1b2c", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_fails_while_the_process_ends_is_a_503_and_the_same_before_that_a_500()
    {
        var gone = new ObjectDisposedException("store");
        await using var host = await Host.Start(gone);
        using (var before = await host.Ask())
        {
            await Told.Problem(before, ProblemKind.Internal);
        }

        host.End();

        using var ending = await host.Ask();
        await Told.Problem(ending, ProblemKind.ShuttingDown);
        Assert.NotNull(ending.Headers.RetryAfter);
    }

    /// <summary>Between processes an exception without a codec arrives as some other one.</summary>
    [Fact]
    public void Every_exception_that_can_cross_a_grain_call_arrives_as_itself()
    {
        var services = new ServiceCollection().AddSerializer();
        services.AddCrossingExceptions();
        var serializer = services.BuildServiceProvider().GetRequiredService<Serializer>();
        Exception[] crossing =
        [
            new StoreUnavailableException("away", new TimeoutException("late")), s_conflict,
            new LedgerConflictException("shop", "k"), new UnknownWorkspaceException("shop"),
        ];

        foreach (var error in crossing)
        {
            var arrived = Cross(error);
            Assert.Equal((error.GetType(), error.Message), (arrived.GetType(), arrived.Message));
            Assert.Equal(error.InnerException?.GetType(), arrived.InnerException?.GetType());
        }

        // As it comes when a customer cannot be woken because the database is away.
        var foreign = Cross(new OrleansException(
            "not woken", new StoreUnavailableException("away", new NpgsqlException("gone"))));
        Assert.IsType<StoreUnavailableException>(foreign.InnerException);

        Assembly[] behindCalls =
            [typeof(CustomerGrain).Assembly, typeof(ICustomerGrain).Assembly, typeof(Customer).Assembly];
        Assert.Equal(
            crossing.Select(error => error.GetType()).OrderBy(type => type.Name),
            behindCalls.SelectMany(assembly => assembly.GetTypes())
                .Where(type => type is { IsPublic: true } && type.IsSubclassOf(typeof(Exception)))
                .OrderBy(type => type.Name));

        Exception Cross(Exception error) =>
            serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(error))!;
    }

    /// <summary>The border alone, on a real server, before a request that fails.</summary>
    sealed class Host(WebApplication app, HttpClient client, Lifetime lifetime) : IAsyncDisposable
    {
        public static async Task<Host> Start(Exception error)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var lifetime = new Lifetime();
            app.Use(next => new ExceptionHandler(next, lifetime, NullLogger<ExceptionHandler>.Instance).Invoke);
            app.Run(_ => Task.FromException(error));
            await app.StartAsync();
            return new(app, new() { BaseAddress = new(app.Urls.First()) }, lifetime);
        }

        public Task<HttpResponseMessage> Ask() => client.GetAsync(new Uri("/v1/customers/ada", UriKind.Relative));

        /// <summary>The process is told to end, and still takes what has come.</summary>
        public void End() => lifetime.StopApplication();

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            lifetime.Dispose();
            await app.DisposeAsync();
        }
    }

    /// <summary>Says that the process ends without ending it.</summary>
    sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
