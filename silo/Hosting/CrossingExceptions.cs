using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Engagement.Hosting;

/// <summary>
/// Lets every exception cross a grain call. By default Orleans knows its own and the base library's; in place of one
/// that has, however deep inside, a cause of another library's, only the complaint about that would arrive.
/// </summary>
static class CrossingExceptions
{
    public static void AddCrossingExceptions(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedExceptionTypeFilter = _ => true);
}
