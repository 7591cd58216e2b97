using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Engagement.Http;

/// <summary>
/// Ends what is still connected some seconds after the process was told to end: a client that never leaves must not
/// keep it, nor take the time that customers need to be put to sleep.
/// </summary>
sealed class LastCall : IDisposable
{
    /// <summary>Requests under way may take so long to end once the process was told to.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>The whole process ends within this; what it saves on the way can be made again.</summary>
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    readonly CancellationTokenSource _over;
    readonly CancellationToken _late;
    readonly CancellationTokenRegistration _stopping;

    public LastCall(IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        _over = new(Timeout.InfiniteTimeSpan, clock);
        _late = _over.Token;
        _stopping = lifetime.ApplicationStopping.Register(() => _over.CancelAfter(Grace));
    }

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<LastCall>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = StopWithin);
    }

    public static void Hear(ListenOptions listen)
    {
        var call = listen.ApplicationServices.GetRequiredService<LastCall>();
        listen.Use(next => async connection =>
        {
            await using var over = call._late.UnsafeRegister(
                static late => ((ConnectionContext)late!).Abort(new("The process is ending.")), connection);
            await next(connection);
        });
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _over.Cancel();
        _over.Dispose();
    }
}
