using Engagement.Email;
using Engagement.FileSink;
using Engagement.Messages;
using Engagement.Unsubscribe;
using Engagement.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Engagement.Receivers;

public static class ChannelRegistration
{
    /// <summary>
    /// Adds e-mail, webhooks and the file sink. The host adds what they need besides: an
    /// <see cref="ITemplateSource"/>, an <see cref="IMessageRenderer"/>, a <see cref="FindEndpoint"/> and a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    /// <param name="dataFolder">Where the file sink writes and the signing key lies.</param>
    /// <param name="publicUrl">Where links in letters lead unless the options name another address.</param>
    /// <param name="isPublic">Whether somebody said that it is reached from outside.</param>
    public static void AddChannels(
        this IHostApplicationBuilder builder, string dataFolder, Uri publicUrl, bool isPublic = false)
    {
        var services = builder.Services;
        services.AddChecked<EmailOptions>("Email");
        if (isPublic)
        {
            services.PostConfigure<EmailOptions>(email => email.PublicUrl ??= publicUrl.ToString());
        }

        services.AddChecked<WebhookOptions>("Webhooks");
        services.TryAddSingleton(new OutboxFolder(dataFolder));
        services.TryAddSingleton(provider => new UnsubscribeLinks(
            SigningKeyFile.ReadOrCreate(dataFolder),
            provider.GetRequiredService<EmailOptions>().PublicUrl is { } outside ? new(outside) : publicUrl));
        services.TryAddSingleton<MessageContents>();
        services.AddSingleton<EmailFile>();
        services.AddSingleton<SmtpRelay>();
        services.AddSingleton<IReceiver>(provider => new EmailReceiver(
            provider.GetRequiredService<MessageContents>(),
            provider.GetRequiredService<EmailOptions>(),
            provider.GetRequiredService<EmailOptions>().Host is null ? null : provider.GetRequiredService<SmtpRelay>(),
            provider.GetRequiredService<EmailFile>()));
        services.AddSingleton<IReceiver>(provider => new WebhookReceiver(
            provider.GetRequiredService<MessageContents>(),
            provider.GetRequiredService<FindEndpoint>(),
            WebhookHttp.Create(provider.GetRequiredService<WebhookOptions>()),
            provider.GetRequiredService<OutboxFolder>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
