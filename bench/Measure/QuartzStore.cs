using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Quartz;

namespace Engagement.Bench.Measure;

/// <summary>
/// The yardstick for follow-ups that is a product too: Quartz.NET with its persistent store on PostgreSQL, in tables of
/// its own making. The job only notes that it ran, which favours Quartz: a follow-up of ours commits what it decided.
/// </summary>
sealed class QuartzStore : IAsyncDisposable
{
    /// <summary>A batch takes as many triggers as there are threads, and its triggers need no lock.</summary>
    const int Threads = 64;

    public static readonly string Settings =
        $"{Threads} threads and triggers a batch, prepared statements, no lock for firing, no misfires";

    readonly IScheduler _scheduler;

    QuartzStore(IScheduler scheduler) => _scheduler = scheduler;

    /// <summary>How fast triggers were stored.</summary>
    public double StoredPerSecond { get; private set; }

    public static async Task<QuartzStore> Start(string database)
    {
        var settings = new NpgsqlConnectionStringBuilder(database)
        {
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            MaxPoolSize = Threads,
        };
        var builder = QuartzSchedulerBuilder.Create(quartz => quartz
            .ConfigureScheduler(options => options.IdleWaitTime = TimeSpan.FromSeconds(1))
            .UseDefaultThreadPool(maxConcurrency: Threads)
            .UsePersistentStore(store =>
            {
                store.UsePostgres(settings.ConnectionString);
                store.UseSystemTextJsonSerializer();
                store.ProvisionSchema();
                store.ConfigureStore(options => options.MisfireThreshold = TimeSpan.FromHours(1));
            }));
        return new(await builder.BuildScheduler());
    }

    /// <summary>Stores triggers that fall due as told, waits until all have fired, and says how late.</summary>
    public async Task<List<double>> Fire(int count, Func<int, TimeSpan> dueAfter)
    {
        Noted.Begin(count);
        await _scheduler.Start();
        var job = JobBuilder.Create<Noted>().WithIdentity("noted").StoreDurably().Build();
        await _scheduler.AddJob(job);
        var placing = TimeSpan.FromSeconds(5 + (count / 250));
        var start = TimeProvider.System.GetUtcNow() + placing;
        var startedAt = Stopwatch.GetTimestamp();
        foreach (var numbers in Enumerable.Range(0, count).Chunk(1_000))
        {
            await _scheduler.ScheduleJobs(new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>
            {
                [job] = [.. numbers.Select(number => TriggerBuilder.Create()
                    .WithIdentity($"t{number}").ForJob(job).StartAt(start + dueAfter(number)).Build())],
            }, new() { Replace = true });
        }

        StoredPerSecond = count / Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        if (TimeProvider.System.GetUtcNow() > start)
        {
            throw new InvalidOperationException($"Quartz took longer than {placing} to store {count} triggers.");
        }

        return await Noted.All.WaitAsync(TimeSpan.FromMinutes(10));
    }

    public async ValueTask DisposeAsync() => await _scheduler.Shutdown(waitForJobsToComplete: true);

    /// <summary>Quartz makes one for each firing, so what they note is static.</summary>
    sealed class Noted : IJob
    {
        static readonly ConcurrentBag<double> s_late = [];
        static TaskCompletionSource<List<double>> s_all = new();
        static int s_left;

        /// <summary>How late each was, in milliseconds, once all have run.</summary>
        public static Task<List<double>> All => s_all.Task;

        public static void Begin(int count)
        {
            s_late.Clear();
            (s_left, s_all) = (count, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            s_late.Add((TimeProvider.System.GetUtcNow() - context.ScheduledFireTimeUtc!.Value).TotalMilliseconds);
            if (Interlocked.Decrement(ref s_left) == 0)
            {
                s_all.SetResult([.. s_late.Order()]);
            }

            return default;
        }
    }
}
