cat > block <<'END'
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions:
                  - { key: disk, operator: In, values: [ssd, nvme] }
END
sed -i '/^    spec:/r block' @app@.yaml
kubectl apply -f @app@.yaml
kubectl rollout status deployment/@app@
