using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engagement.Tests.Cluster;

/// <summary>What a silo leaves behind when it does not come up.</summary>
public sealed class SiloStartTests
{
    [Fact]
    public async Task What_had_started_when_the_start_fails_is_stopped_and_the_failure_is_told()
    {
        var (first, second) = (new Part(), new Part { Fault = new IOException("The port is taken.") });
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostedService>(first);
        builder.Services.AddSingleton<IHostedService>(second);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<IOException>(() => Silo.Program.Start(host));

        Assert.Same(second.Fault, error);
        Assert.True(first is { Started: true, Stopped: true });
    }

    sealed class Part : IHostedService
    {
        public Exception? Fault { get; init; }

        public bool Started { get; private set; }

        public bool Stopped { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Started = Fault is null;
            return Fault is null ? Task.CompletedTask : Task.FromException(Fault);
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Stopped = Started;
            return Task.CompletedTask;
        }
    }
}
