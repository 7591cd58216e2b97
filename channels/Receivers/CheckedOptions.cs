using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Engagement.Receivers;

/// <summary>Options that are read and checked at the start, each fault told in a sentence of its own.</summary>
public static class CheckedOptions
{
    public static void AddChecked<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddOptions<TOptions>()
            .Configure<IConfiguration>((options, configuration) => Read(options, configuration.GetSection(section)))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new Check<TOptions>(section));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
        services.AddSingleton(new CheckedSection(section, typeof(TOptions)));
    }

    static void Read<TOptions>(TOptions options, IConfigurationSection section)
        where TOptions : class
    {
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException)
        {
            // What is written there may be a secret in the wrong place, so it is named and not shown.
            var unfit = typeof(TOptions).GetProperties().Where(property => !Fits(section, property)).Select(property =>
                $"{section.Key}:{property.Name} cannot be read: it {Takes(property.PropertyType)}.").ToList();
            throw new OptionsValidationException(
                section.Key, typeof(TOptions), unfit is [] ? [$"{section.Key} cannot be read."] : unfit);
        }
    }

    static bool Fits(IConfigurationSection section, PropertyInfo property)
    {
        try
        {
            section.GetSection(property.Name).Get(property.PropertyType);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    static string Takes(Type type) => type switch
    {
        { IsEnum: true } => $"may be {string.Join(", ", Enum.GetNames(type)[..^1])} or {Enum.GetNames(type)[^1]}",
        _ when type == typeof(TimeSpan) => "takes a time such as 00:00:30",
        _ when type == typeof(int) || type == typeof(long) => "takes a whole number",
        _ when type == typeof(double) => "takes a number",
        _ when type == typeof(bool) => "may be true or false",
        _ => "holds a value of another kind",
    };

    /// <summary>Says what the annotations and the options themselves say, and nothing round it.</summary>
    sealed class Check<TOptions>(string section) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var results = new List<ValidationResult>();
            return Validator.TryValidateObject(options, new(options), results, validateAllProperties: true)
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(results.Select(Sentence));
        }

        string Sentence(ValidationResult result) => result.MemberNames.FirstOrDefault() is { } member
            ? $"{section}:{member}: {result.ErrorMessage}"
            : $"{result.ErrorMessage}";
    }
}

/// <summary>A section of the configuration that is read into options.</summary>
public sealed record CheckedSection(string Section, Type Options);
