using Engagement.Alerts;
using Engagement.Customers;
using Engagement.FollowUps;
using Engagement.Outbox;
using Engagement.Receivers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Engagement.Pumps;

static class PumpRegistration
{
    /// <summary>
    /// Adds what carries committed rows outward: the outbox to every <see cref="IReceiver"/> there is, due customers to
    /// their grains, and the clock of rehearsals.
    /// </summary>
    public static void AddPumps(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddChecked<OutboxOptions>("Outbox");
        services.AddSingleton<RehearsalWorkspaces>();
        services.AddSingleton<ClearMessage>(provider =>
        {
            var grains = provider.GetRequiredService<IGrainFactory>();
            return (customer, question) => grains.GetGrain<ICustomerGrain>(customer.ToString()).Clear(question);
        });
        services.AddSingleton<TellCustomer>(provider =>
        {
            var grains = provider.GetRequiredService<IGrainFactory>();
            return (customer, told) => grains.GetGrain<ICustomerGrain>(customer.ToString()).Receive(new([told]));
        });
        services.AddSingleton<Departures>();
        services.AddSingleton<OutboxDeliveries>();
        services.AddSingleton<TellDesk>(provider =>
        {
            var grains = provider.GetRequiredService<IGrainFactory>();
            return (workspace, items) => grains.GetGrain<IAlertDeskGrain>(DeskKey.Of(workspace)).Append(items);
        });
        services.AddSingleton<IReceiver, AlertDeskReceiver>();
        services.AddSingleton<IReceiver, WakeAgainReceiver>();
        services.AddSingleton<ITrials, EffectTrials>();
        services.AddSingleton<ITrials, WakeTrials>();
        services.AddHostedService<TrialPump>();
        services.AddHostedService<OutboxPump>();
        services.AddHostedService<OutboxSweep>();
        builder.AddWakes();
        services.AddHostedService<FollowUpPump>();
    }

    /// <summary>Adds what wakes a customer, and the clock of rehearsals, without the pump.</summary>
    public static void AddWakes(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddChecked<FollowUpOptions>("FollowUps");
        services.AddSingleton<WakeCustomer>(provider =>
        {
            var grains = provider.GetRequiredService<IGrainFactory>();
            return (customer, now) => grains.GetGrain<ICustomerGrain>(customer.ToString()).Wake(now);
        });
        services.AddSingleton<WorkInHand>();
        services.AddSingleton<CustomerWakes>();
        services.AddSingleton<RehearsalClock>();
    }
}
